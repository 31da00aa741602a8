package fetch

import (
	"io"
	"sync"
)

// watched is a copy of b, a stream, that tells once when it has ended or was
// closed.
func (b *Body) watched(ended func()) *Body {
	copied := *b
	copied.Stream, copied.Open = &watchedReader{ReadCloser: b.reader(), ended: sync.OnceFunc(ended)}, nil
	return &copied
}

type watchedReader struct {
	io.ReadCloser
	ended func()
}

func (w *watchedReader) Read(p []byte) (int, error) {
	n, err := w.ReadCloser.Read(p)
	if err != nil {
		w.ended()
	}
	return n, err
}

func (w *watchedReader) Close() error {
	w.ended()
	return w.ReadCloser.Close()
}
