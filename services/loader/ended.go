package loader

import (
	"io"
	"sync/atomic"
)

// ended is a request's body that, once it has come to its end, is not touched
// any more. http.Transport reads once more after the announced length, to be
// sure; by then net/http may have closed the body, because the upstream has
// answered, and the Transport would take that for a failure and cut the answer
// short.
type ended struct {
	io.ReadCloser
	over atomic.Bool
}

func (e *ended) Read(p []byte) (int, error) {
	if e.over.Load() {
		return 0, io.EOF
	}
	n, err := e.ReadCloser.Read(p)
	if err == io.EOF {
		e.over.Store(true)
	}
	return n, err
}
