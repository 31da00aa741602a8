// Package coding decodes response bodies as their Content-Encoding says: gzip,
// deflate, br and zstd, one inside another.
//
// https://fetch.spec.whatwg.org/#handle-content-codings
package coding

import (
	"bufio"
	"compress/gzip"
	"compress/zlib"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"
)

// Accept is the Accept-Encoding field of requests whose answers Decode reads.
const Accept = "gzip, deflate, br, zstd"

const (
	// most codings are undone; more are an attack.
	most = 4
	// window is the most memory a zstd frame may ask for, as RFC 9659 allows.
	window = 8 << 20
)

// Known says whether Decode undoes a Content-Encoding's value. A value with a
// coding nobody knows is left alone as a whole.
func Known(value string) bool {
	codings := split(value)
	for _, c := range codings {
		switch c {
		case "gzip", "x-gzip", "deflate", "br", "zstd":
		default:
			return false
		}
	}
	return len(codings) > 0 && len(codings) <= most
}

// Decode is body as it was before value, which must be Known, was applied to it.
// Reading starts when the result is first read; closing it closes body.
func Decode(value string, body io.ReadCloser) io.ReadCloser {
	codings := split(value)
	var r io.Reader = body
	var parts []io.Closer
	for i := len(codings) - 1; i >= 0; i-- {
		d := &decoder{coding: codings[i], from: r}
		parts = append(parts, d)
		r = d
	}
	return &decoded{Reader: r, parts: parts, body: body}
}

func split(value string) []string {
	var codings []string
	for c := range strings.SplitSeq(value, ",") {
		if c = strings.ToLower(strings.Trim(c, " \t")); c != "" && c != "identity" {
			codings = append(codings, c)
		}
	}
	return codings
}

type decoded struct {
	io.Reader
	parts []io.Closer
	body  io.Closer
}

// Close frees the decoders and closes the coded body.
func (d *decoded) Close() error {
	for _, part := range d.parts {
		_ = part.Close() // nothing to flush
	}
	return d.body.Close()
}

// decoder undoes one coding.
type decoder struct {
	coding string
	from   io.Reader
	to     io.Reader
	err    error
	free   func()
}

// Read opens the coding at first: its header is part of the body.
func (d *decoder) Read(p []byte) (int, error) {
	if d.to == nil && d.err == nil {
		d.to, d.err = d.open()
	}
	if d.err != nil {
		return 0, d.err
	}
	return d.to.Read(p)
}

func (d *decoder) open() (io.Reader, error) {
	in := bufio.NewReader(d.from)
	head, err := in.Peek(2)
	if len(head) == 0 {
		return nil, err // io.EOF: no bytes are no bytes in any coding
	}
	switch d.coding {
	case "deflate":
		// RFC 9110 means zlib; some servers send deflate's bare bytes.
		if len(head) == 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			return zlib.NewReader(in)
		}
		return flate.NewReader(in), nil
	case "br":
		return brotli.NewReader(in), nil
	case "zstd":
		z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(window), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, err
		}
		d.free = z.Close
		return z, nil
	}
	return gzip.NewReader(in)
}

// Close must not race with Read: it frees what Read uses.
func (d *decoder) Close() error {
	if d.free != nil {
		d.free()
		d.free = nil
	}
	if d.err == nil {
		d.err = io.ErrClosedPipe
	}
	return nil
}
