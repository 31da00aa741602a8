package fetch

import (
	"io"
	"sync"
)

// opener is a stream that is opened when it is first read.
type opener struct {
	open   func() (io.ReadCloser, error)
	mu     sync.Mutex
	opened io.ReadCloser
	err    error
}

func (o *opener) Read(p []byte) (int, error) {
	r, err := o.get()
	if err != nil {
		return 0, err
	}
	return r.Read(p)
}

func (o *opener) get() (io.ReadCloser, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.opened == nil && o.err == nil {
		o.opened, o.err = o.open()
	}
	return o.opened, o.err
}

// Close closes what was opened. A stream nobody opened is opened to be closed,
// so that its sender hears of it.
func (o *opener) Close() error {
	r, err := o.get()
	if err != nil {
		return err
	}
	return r.Close()
}
