package streams

import (
	"errors"
	"io"
	"sync"

	"github.com/dop251/goja"
)

// ErrLoopEnded is what reading a stream gives when its realm has gone.
var ErrLoopEnded = errors.New("streams: the script that made this stream has stopped")

// Reader reads the stream from Go, and locks it. Chunks must be
// Uint8Arrays; each is asked for when the one before has been read, so the
// script feels back-pressure. False: the stream is locked.
//
// The reader may be used from any one goroutine; Close, from any, cancels the
// stream.
func (s *Readable) Reader() (io.ReadCloser, bool) {
	r, ok := s.acquire()
	if !ok {
		return nil, false
	}
	return &goReader{reader: r, closed: make(chan struct{})}, true
}

type goReader struct {
	reader *reader
	rest   []byte
	err    error

	once   sync.Once
	closed chan struct{}
}

type chunk struct {
	data []byte
	err  error
}

func (g *goReader) Read(p []byte) (int, error) {
	for len(g.rest) == 0 {
		if g.err != nil {
			return 0, g.err
		}
		got := g.next()
		g.rest, g.err = got.data, got.err
	}
	n := copy(p, g.rest)
	g.rest = g.rest[n:]
	return n, nil
}

// next waits for one chunk.
func (g *goReader) next() chunk {
	arrived := make(chan chunk, 1)
	loop := g.reader.Loop
	posted := loop.Post(func() {
		err := g.reader.task(func() { g.request(arrived) })
		if err != nil {
			select {
			case arrived <- chunk{err: err}:
			default:
			}
		}
	})
	if !posted {
		return chunk{err: ErrLoopEnded}
	}
	select {
	case got := <-arrived:
		return got
	case <-g.closed:
		return chunk{err: io.ErrClosedPipe}
	case <-loop.Done():
		return chunk{err: ErrLoopEnded}
	}
}

// request asks the stream for one chunk, on the loop.
func (g *goReader) request(arrived chan<- chunk) {
	r := g.reader
	r.read(&readRequest{
		chunk: func(v goja.Value) {
			data, ok := r.bytesOf(v)
			if !ok {
				e := r.TypeError("a chunk of the body is not a Uint8Array")
				r.stream.Discard(e)
				arrived <- chunk{err: errors.New("a chunk of the body is not bytes: enqueue Uint8Array objects")}
				return
			}
			arrived <- chunk{data: append([]byte(nil), data...)}
		},
		close: func() { arrived <- chunk{err: io.EOF} },
		err:   func(e goja.Value) { arrived <- chunk{err: r.failure(e)} },
	})
}

// Failure is the error of a stream that failed in a script.
type Failure struct {
	Message string
	Value   goja.Value // for the loop only
}

func (f *Failure) Error() string { return f.Message }

func (x *env) failure(e goja.Value) error {
	f := &Failure{Message: "the script's stream failed", Value: e}
	x.try(func() { f.Message = e.String() })
	return f
}

// Close cancels the stream, on the loop, without waiting for it.
func (g *goReader) Close() error {
	g.once.Do(func() {
		close(g.closed)
		r := g.reader
		r.Loop.Post(func() {
			_ = r.task(func() { r.cancelled(r.DOMException("AbortError", "nobody reads this stream any more")) })
		})
	})
	return nil
}

// Cancel is Close with a reason, for use on the loop: the stream is cancelled
// when it returns.
func (g *goReader) Cancel(reason goja.Value) {
	g.once.Do(func() {
		close(g.closed)
		g.reader.cancelled(reason)
	})
}

func (r *reader) cancelled(reason goja.Value) {
	if r.stream != nil && r.stream.state == readable {
		r.stream.Discard(reason)
	}
}
