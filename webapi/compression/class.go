package compression

import (
	"context"
	"runtime"
	"sync"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/streams"
)

// stream is the native value of both classes; compressing tells them apart.
type stream struct{ transform *streams.Transform }

func (s *stream) Transform() *streams.Transform { return s.transform }

// CompressionClass is CompressionStream.
//
// https://compression.spec.whatwg.org/#compression-stream
var CompressionClass = &js.Class[*stream]{
	Name:   "CompressionStream",
	Length: 1,
	New: func(c js.Call) *stream {
		context := newCompressor(c.Enum(c.Arg(0), "the format", formats...))
		emit := func(data []byte, enqueue func(goja.Value)) {
			if len(data) > 0 {
				enqueue(c.Uint8Array(data))
			}
		}
		return &stream{streams.NewTransform(c.Realm, func(chunk goja.Value, enqueue func(goja.Value)) {
			emit(context.write(source(c, chunk)), enqueue)
		}, func(enqueue func(goja.Value)) { emit(context.finish(), enqueue) })}
	},
	Attrs: streams.TransformAttrs[*stream](),
}

// DecompressionClass is DecompressionStream.
//
// https://compression.spec.whatwg.org/#decompression-stream
var DecompressionClass = &js.Class[*stream]{
	Name:   "DecompressionStream",
	Length: 1,
	New: func(c js.Call) *stream {
		d := newDecompressor(c.Enum(c.Arg(0), "the format", formats...))
		free := tied(c.Realm, d)
		s := &stream{}
		s.transform = streams.NewTransformer(c.Realm, streams.Transformer{
			Transform: func(chunk goja.Value, out streams.Output) *goja.Object {
				d.feed(source(c, chunk))
				return pump(c, d, out, free)
			},
			Flush: func(out streams.Output) *goja.Object {
				d.finish()
				return pump(c, d, out, free)
			},
			Cancel: free,
		})
		runtime.AddCleanup(s.transform, func(free func()) { free() }, free)
		return s
	},
	Attrs: streams.TransformAttrs[*stream](),
}

// source is the bytes of a chunk, until the script runs again.
func source(c js.Call, chunk goja.Value) []byte {
	data, ok := c.BytesView(chunk)
	if !ok {
		c.Throw(c.TypeError("a chunk to compress or decompress is neither an ArrayBuffer nor a view of one"))
	}
	return data
}

// pump enqueues what the chunk fed makes. The promise, if any, is for the rest,
// which waits for the reader.
//
// https://compression.spec.whatwg.org/#decompress-and-enqueue-a-chunk
func pump(c js.Call, d *decompressor, out streams.Output, free func()) *goja.Object {
	for {
		data, err := d.read()
		if len(data) > 0 {
			out.Enqueue(c.Uint8Array(data))
		}
		switch {
		case err != nil:
			free()
			c.Throw(c.TypeError("DecompressionStream: %s", err.Error()))
		case len(data) == 0:
			if d.ended {
				free()
			}
			return nil
		case out.Full():
			d.keep()
			return out.Drained(func() *goja.Object { return pump(c, d, out, free) })
		}
	}
}

// tied gives a function that ends the coroutine, which is called when the loop ends
// if not before.
func tied(r *js.Realm, d *decompressor) (free func()) {
	stop := sync.OnceFunc(d.stop)
	untie := context.AfterFunc(r.Loop.Context(), stop)
	return func() {
		untie()
		stop()
	}
}

// Install exposes the classes. Streams must be installed too.
func Install(r *js.Realm) {
	r.Expose(CompressionClass)
	r.Expose(DecompressionClass)
}
