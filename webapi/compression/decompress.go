package compression

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
)

var (
	errTrailing  = errors.New("there is more data after the end of the compressed data")
	errTruncated = errors.New("the compressed data is cut short")
	errStopped   = errors.New("the decompressor was stopped")
)

// pieceSize is the most bytes that a piece of output has.
const pieceSize = 64 << 10

// decompressor is a decompression context: a coroutine that reads what feed gave it.
type decompressor struct {
	input *input
	mu    sync.Mutex // stop may come from anywhere
	next  func() (event, bool)
	halt  func()
	ended bool // the end of the compressed data was reached
	err   error
}

// event is what the coroutine hands over: a piece of output, or that it needs more
// input (both zero), or how it ended.
type event struct {
	data []byte
	err  error // io.EOF at the end of the compressed data
}

// newDecompressor starts nothing: the coroutine begins with the first feed.
func newDecompressor(format string) *decompressor {
	in := &input{}
	d := &decompressor{input: in}
	d.next, d.halt = iter.Pull(func(yield func(event) bool) {
		in.yield = yield
		decompress(in, format)
	})
	return d
}

// feed gives the context a chunk, to be read with [decompressor.read] to its end.
func (d *decompressor) feed(chunk []byte) { d.input.data = chunk }

// finish says that there are no more chunks.
func (d *decompressor) finish() { d.input.closed = true }

// keep copies what is left of the chunk, which belongs to a script.
func (d *decompressor) keep() { d.input.data = append([]byte(nil), d.input.data...) }

// read gives the next piece of output; none when the chunk is used up. Errors
// stay.
func (d *decompressor) read() ([]byte, error) {
	switch {
	case d.err != nil:
		return nil, d.err
	case d.ended:
		if len(d.input.data) > 0 {
			d.err = errTrailing
		}
		return nil, d.err
	}
	d.mu.Lock()
	e, ok := d.next()
	d.mu.Unlock()
	switch {
	case !ok:
		d.err = errStopped
	case e.err == io.EOF:
		d.ended = true
		return d.read()
	case e.err != nil:
		d.err = e.err
	}
	return e.data, d.err
}

// stop ends the coroutine. It may be called from any goroutine.
func (d *decompressor) stop() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.halt()
}

// decompress is the coroutine. It ends with an event that has an error.
func decompress(in *input, format string) {
	defer func() {
		if x := recover(); x != nil { // of a library: the input may be anything
			in.yield(event{err: fmt.Errorf("the decompressor failed: %v", x)})
		}
	}()
	r, err := open(in, format)
	for err == nil {
		buffer := make([]byte, pieceSize)
		n := 0
		for n < len(buffer) && err == nil {
			in.pending = buffer[:n]
			var more int
			more, err = r.Read(buffer[n:])
			if in.pending == nil { // it was handed over while waiting for input
				buffer, n = append([]byte(nil), buffer[n:n+more]...), more
				break
			}
			n += more
		}
		in.pending = nil
		if n > 0 && !in.yield(event{data: shrink(buffer[:n])}) {
			return
		}
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = errTruncated
	}
	if !errors.Is(err, errStopped) {
		in.yield(event{err: err})
	}
}

// shrink copies output that is much smaller than its buffer.
func shrink(data []byte) []byte {
	if len(data) < cap(data)/4 {
		return append([]byte(nil), data...)
	}
	return data
}

// open makes the reader of a format, which may read a header at once. Its errors
// are those of reading.
func open(in *input, format string) (io.Reader, error) {
	switch format {
	case "brotli":
		return &brotliReader{in: in, r: brotli.NewReader(in)}, nil
	case "deflate":
		return zlib.NewReader(in)
	case "deflate-raw":
		return flate.NewReader(in), nil
	}
	return newGzip(in)
}

// newGzip refuses what package gzip lets pass: flags that RFC 1952 reserves.
func newGzip(in *input) (io.Reader, error) {
	header := make([]byte, 4)
	if _, err := io.ReadFull(in, header); err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	if header[3]&0xE0 != 0 {
		return nil, gzip.ErrHeader
	}
	in.restored = header
	r, err := gzip.NewReader(in)
	if err != nil {
		return nil, err
	}
	r.Multistream(false)
	return r, nil
}
