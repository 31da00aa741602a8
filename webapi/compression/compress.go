package compression

import (
	"bytes"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
)

// formats is the CompressionFormat enumeration.
//
// https://compression.spec.whatwg.org/#enumdef-compressionformat
var formats = []string{"brotli", "deflate", "deflate-raw", "gzip"}

// The deflate level whose output is as small as zlib's at its default; the lower
// ones give up on data that compresses a little.
const deflateLevel = 7

// Brotli at quality 5 with a window of 256 KiB: about as fast as gzip, and the
// encoder needs little more memory than that.
const (
	brotliQuality = 5
	brotliWindow  = 18
)

// compressor is a compression context.
type compressor struct {
	writer io.WriteCloser
	out    bytes.Buffer
}

func newCompressor(format string) *compressor {
	c := &compressor{}
	switch format {
	case "brotli":
		c.writer = brotli.NewWriterOptions(&c.out, brotli.WriterOptions{Quality: brotliQuality, LGWin: brotliWindow})
	case "deflate":
		c.writer, _ = zlib.NewWriterLevel(&c.out, deflateLevel) // errors are about the level
	case "deflate-raw":
		c.writer, _ = flate.NewWriter(&c.out, deflateLevel)
	case "gzip":
		c.writer, _ = gzip.NewWriterLevel(&c.out, deflateLevel)
	}
	return c
}

// write compresses a chunk and gives what is ready, often nothing. It cannot fail.
func (c *compressor) write(chunk []byte) []byte {
	_, _ = c.writer.Write(chunk)
	return c.take()
}

// finish gives what is left.
func (c *compressor) finish() []byte {
	_ = c.writer.Close()
	return c.take()
}

func (c *compressor) take() []byte {
	data := bytes.Clone(c.out.Bytes())
	c.out.Reset()
	return data
}
