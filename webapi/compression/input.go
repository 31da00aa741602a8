package compression

import (
	"errors"
	"io"

	"github.com/andybalholm/brotli"
)

// input is the compressed data as its decompressor reads it: when a chunk is used
// up, the coroutine yields until there is another.
type input struct {
	data     []byte // the rest of the chunk
	restored []byte // read again before data
	closed   bool   // no more chunks come
	pending  []byte // output to hand over before waiting
	yield    func(event) bool
}

// wait makes sure there is data.
func (in *input) wait() error {
	for len(in.restored) == 0 && len(in.data) == 0 {
		if len(in.pending) > 0 {
			piece := in.pending
			in.pending = nil
			if !in.yield(event{data: shrink(piece)}) {
				return errStopped
			}
			continue
		}
		if in.closed {
			return io.ErrUnexpectedEOF
		}
		if !in.yield(event{}) {
			return errStopped
		}
	}
	return nil
}

func (in *input) Read(p []byte) (int, error) {
	if err := in.wait(); err != nil {
		return 0, err
	}
	from := &in.data
	if len(in.restored) > 0 {
		from = &in.restored
	}
	n := copy(p, *from)
	*from = (*from)[n:]
	return n, nil
}

// ReadByte keeps decompressors from reading ahead.
func (in *input) ReadByte() (byte, error) {
	if len(in.restored) == 0 && len(in.data) > 0 {
		b := in.data[0]
		in.data = in.data[1:]
		return b, nil
	}
	var one [1]byte
	_, err := in.Read(one[:])
	return one[0], err
}

// brotliReader tells the end of brotli data, about which the library says nothing
// unless more data follows: it is given one byte more than there is, which is only
// too much when the end has been reached.
type brotliReader struct {
	in     *input
	r      *brotli.Reader
	probed bool
}

func (b *brotliReader) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	switch {
	case err == nil || errors.Is(err, errStopped):
		return n, err
	case err.Error() == "brotli: excessive input" && b.probed:
		return n, io.EOF
	case err.Error() == "brotli: excessive input":
		return n, errTrailing
	case errors.Is(err, io.ErrUnexpectedEOF) && !b.probed:
		b.probed = true
		b.in.restored = []byte{0}
		m, err := b.Read(p[n:])
		if errors.Is(err, io.EOF) {
			return n + m, err
		}
		return n, io.ErrUnexpectedEOF
	}
	return n, err
}
