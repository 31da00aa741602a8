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
	over  error // what Read ended with, and ends with again: the source is closed by then
}

func (l *localBody) Read(p []byte) (int, error) {
	if l.over != nil {
		return 0, l.over
	}
	n, err := l.offer.src.Read(p)
	if err == nil {
		return n, nil
	}
	l.stop()
	cause := l.offer.reason()
	switch {
	case cause != nil: // it was closed under us
		l.over = publicBodyError(cause)
	case err == io.EOF:
		l.offer.end(nil)
		l.over = io.EOF
	default:
		l.offer.end(err)
		l.over = publicBodyError(err)
	}
	return n, l.over
}

func (l *localBody) Close() error {
	l.stop()
	l.offer.end(errorf(schemas.CodeAborted, "the reader closed the body"))
	return nil
}
