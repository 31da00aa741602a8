package fetch

import (
	"io"
	"sync"
	"sync/atomic"

	"github.com/dop251/goja"
)

// watched is a copy of b, a stream, that tells once when it has ended or was
// closed.
func (b *Body) watched(ended func()) (*Body, *watchedReader) {
	copied := *b
	w := &watchedReader{ReadCloser: b.reader(), ended: sync.OnceFunc(ended)}
	copied.Stream, copied.Open = w, nil
	return &copied, w
}

type watchedReader struct {
	io.ReadCloser
	ended   func()
	aborted atomic.Pointer[Aborted]
	closing sync.Once
	closed  error
}

func (w *watchedReader) Read(p []byte) (int, error) {
	n, err := w.ReadCloser.Read(p)
	if aborted := w.aborted.Load(); aborted != nil {
		return 0, aborted
	}
	if err != nil {
		w.ended()
	}
	return n, err
}

// abort ends the reading, wherever the body is now; a Read under way fails.
func (w *watchedReader) abort(reason goja.Value) {
	w.aborted.Store(&Aborted{reason})
	go w.close() // may wait for the other side
}

// Aborted is the error of reading a body whose fetch a script has aborted.
type Aborted struct{ Reason goja.Value }

func (*Aborted) Error() string { return "the fetch was aborted" }

func (w *watchedReader) Close() error {
	w.ended()
	return w.close()
}

func (w *watchedReader) close() error {
	w.closing.Do(func() { w.closed = w.ReadCloser.Close() })
	return w.closed
}
