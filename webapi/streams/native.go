package streams

import (
	"context"
	"errors"
	"io"

	"github.com/dop251/goja"

	"asterism/js"
)

// Source is bytes in Go that a stream is made over.
type Source struct {
	Reader io.ReadCloser // Close may be called during a Read, which it should end
	// Tag is anything that whoever takes the source back wants to know of it.
	Tag any
	// Describe makes what a script sees of a failed read; nil: a TypeError.
	Describe func(error) goja.Value
}

// chunkSize is the most bytes a chunk of a native stream has.
const chunkSize = 64 << 10

// nativeController feeds a stream from a Source: one read at a time, on a
// goroutine of its own, and only while somebody waits for a chunk.
type nativeController struct {
	*env
	stream *Readable
	source Source
	busy   bool // a Read is under way
	ended  bool
	// deliver takes the outcome of the Read for a byte controller.
	deliver func(data []byte, err error)
}

// FromReader makes a stream over a reader. Nothing is read before a script
// reads.
func FromReader(r *js.Realm, src Source) *Readable {
	s := newReadable(envOf(r))
	s.controller = &nativeController{env: s.env, stream: s, source: src}
	return s
}

// Spent makes a stream that was read to its end by a reader that still holds
// it: the body of a response after text().
func Spent(r *js.Realm) *Readable {
	s := FromReader(r, Source{Reader: io.NopCloser(nil)})
	s.disturbed, s.state = true, closed
	s.mustAcquire()
	return s
}

// Take gives the source of a native stream back and locks the stream. False:
// the stream is not native, or it is locked or disturbed.
func (s *Readable) Take() (Source, bool) {
	c, ok := s.controller.(*nativeController)
	if !ok || s.disturbed || s.Locked() || s.state != readable {
		return Source{}, false
	}
	s.disturbed = true
	s.mustAcquire()
	c.ended = true
	return c.source, true
}

// Peek is the source of an untouched native stream, left where it is.
func (s *Readable) Peek() (Source, bool) {
	c, ok := s.controller.(*nativeController)
	if !ok || s.disturbed || s.Locked() || s.state != readable {
		return Source{}, false
	}
	return c.source, true
}

func (c *nativeController) pullSteps(request *readRequest) {
	c.stream.reader.requests = append(c.stream.reader.requests, request)
	c.pull()
}

func (c *nativeController) pull() {
	if c.busy || c.ended || c.stream.waiting() == 0 {
		return
	}
	c.read(chunkSize)
}

// read reads at most size bytes, on a goroutine of its own.
func (c *nativeController) read(size int) {
	c.busy = true
	reader := c.source.Reader
	untie := CloseWith(c.Realm, reader)
	go func() {
		defer untie()
		buffer := make([]byte, size)
		n, err := reader.Read(buffer)
		for n == 0 && err == nil {
			n, err = reader.Read(buffer)
		}
		if n < size/4 {
			buffer = append([]byte(nil), buffer[:n]...)
		}
		c.Loop.Post(func() { _ = c.task(func() { c.arrived(buffer[:n], err) }) })
	}()
}

// CloseWith has a reader closed when the realm's loop ends, which ends a Read
// under way. untie parts them.
func CloseWith(r *js.Realm, reader io.Closer) (untie func() bool) {
	return context.AfterFunc(r.Loop.Context(), func() { reader.Close() })
}

// arrived takes what a Read gave to the requests.
func (c *nativeController) arrived(data []byte, err error) {
	c.busy = false
	if c.stream.state != readable {
		return
	}
	if deliver := c.deliver; deliver != nil {
		c.deliver = nil
		deliver(data, err)
		return
	}
	switch {
	case len(data) > 0 && c.stream.waiting() > 0:
		c.stream.fulfil(c.Uint8Array(data), false)
	case len(data) > 0: // the reader was released meanwhile: keep the bytes
		c.source.Reader = &unread{data: data, ReadCloser: c.source.Reader}
		if err != nil {
			c.source.Reader = &unread{data: data, ReadCloser: failed{c.source.Reader, err}}
		}
		return
	}
	switch {
	case err == nil:
		c.pull()
	case errors.Is(err, io.EOF):
		c.end()
		c.stream.close()
	default:
		c.fail(c.describe(err))
	}
}

func (c *nativeController) describe(err error) goja.Value {
	if c.source.Describe != nil {
		return c.source.Describe(err)
	}
	return c.TypeError("reading the body failed: %v", err)
}

// end closes the source, once.
func (c *nativeController) end() {
	if !c.ended {
		c.ended = true
		reader := c.source.Reader
		go reader.Close() // may wait for the other side
	}
}

func (c *nativeController) fail(e goja.Value) {
	c.end()
	if c.stream.state == readable {
		c.stream.fail(e)
	}
}

func (c *nativeController) cancelSteps(goja.Value) *goja.Object {
	c.end()
	return c.resolved(goja.Undefined())
}

func (c *nativeController) releaseSteps() {}

// unread puts bytes back in front of a reader.
type unread struct {
	data []byte
	io.ReadCloser
}

func (u *unread) Read(p []byte) (int, error) {
	if len(u.data) == 0 {
		return u.ReadCloser.Read(p)
	}
	n := copy(p, u.data)
	u.data = u.data[n:]
	return n, nil
}

// failed ends with err.
type failed struct {
	io.ReadCloser
	err error
}

func (f failed) Read([]byte) (int, error) { return 0, f.err }
