package bus

import (
	"io"

	"asterism/schemas"
)

// localBody reads an offered body in the process that offers it: straight from
// the source. The end of either ctx closes the source.
type localBody struct {
	offer *bodyOffer
	stop  func() bool
}

func (l *localBody) Read(p []byte) (int, error) {
	n, err := l.offer.src.Read(p)
	if err == nil {
		return n, nil
	}
	l.stop()
	if cause := l.offer.reason(); cause != nil { // it was closed under us
		return n, publicBodyError(cause)
	}
	if err == io.EOF {
		l.offer.end(nil)
		return n, io.EOF
	}
	l.offer.end(err)
	return n, publicBodyError(err)
}

func (l *localBody) Close() error {
	l.stop()
	l.offer.end(errorf(schemas.CodeAborted, "the reader closed the body"))
	return nil
}
