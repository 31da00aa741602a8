package streams

import (
	"math"

	"github.com/dop251/goja"

	"asterism/js"
)

// mustView converts to ArrayBufferView.
func mustView(c js.Call, v goja.Value) js.View {
	view, ok := c.View(v)
	if !ok {
		c.Throw(c.TypeError("the argument is not an ArrayBufferView"))
	}
	return view
}

// enforceRange converts to [EnforceRange] unsigned long long.
//
// https://webidl.spec.whatwg.org/#abstract-opdef-converttoint
func enforceRange(c js.Call, v goja.Value, what string) int {
	f := math.Trunc(v.ToNumber().ToFloat())
	if math.IsNaN(f) || f < 0 || f > 1<<53-1 {
		c.Throw(c.TypeError("%s must be a whole number that is not negative", what))
	}
	return int(f)
}

// bytesIn is the bytes of an ArrayBuffer; none when it is detached.
func (x *env) bytesIn(buffer *goja.Object) []byte {
	b, _ := x.Buffer(buffer)
	return b.Bytes()
}

// detached is IsDetachedBuffer.
func (x *env) detached(buffer *goja.Object) bool {
	b, ok := x.Buffer(buffer)
	return !ok || b.Detached()
}

// transfer is TransferArrayBuffer; it throws a TypeError when buffer is detached.
//
// https://streams.spec.whatwg.org/#transfer-array-buffer
func (x *env) transfer(buffer *goja.Object) *goja.Object {
	moved, ok := x.TransferBuffer(buffer)
	if !ok {
		x.Throw(x.TypeError("the buffer is detached or cannot be transferred"))
	}
	return moved
}

// newBuffer makes an empty ArrayBuffer, or gives the error of one too large.
func (x *env) newBuffer(size int) (buffer *goja.Object, thrown goja.Value) {
	if size > maxBuffer {
		return nil, x.RangeError("Array buffer allocation failed: %d bytes, the limit is %d", size, maxBuffer)
	}
	return x.ArrayBuffer(make([]byte, size)), nil
}

// maxBuffer is the most bytes of a buffer that autoAllocateChunkSize asks for.
const maxBuffer = 1 << 28

// cloneBytes is https://streams.spec.whatwg.org/#abstract-opdef-cloneasuint8array
func (x *env) cloneBytes(chunk goja.Value) *goja.Object {
	data, _ := x.BytesView(chunk)
	return x.Uint8Array(append([]byte(nil), data...))
}

// bytesOf is the bytes of a chunk of a body, which must be a Uint8Array. They
// are the script's: copy them.
func (x *env) bytesOf(chunk goja.Value) ([]byte, bool) {
	if view, ok := x.View(chunk); !ok || view.Type != "Uint8Array" {
		return nil, false
	}
	return x.BytesView(chunk)
}
