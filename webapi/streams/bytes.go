package streams

import "github.com/dop251/goja"

// mustBeView throws unless chunk is a view with bytes in it.
//
// https://streams.spec.whatwg.org/#rbs-controller-enqueue
func (x *env) mustBeView(chunk goja.Value) {
	view, ok := x.View(chunk)
	if !ok {
		x.Throw(x.TypeError("a chunk of a byte stream must be an ArrayBufferView"))
	}
	if view.Length == 0 {
		x.Throw(x.TypeError("a chunk of a byte stream must not be empty"))
	}
}

// uint8 is a view on the bytes of a chunk of a byte stream, as its reader gets it.
func (x *env) uint8(chunk goja.Value) goja.Value {
	view, ok := x.View(chunk)
	if !ok || view.Type == "Uint8Array" {
		return chunk
	}
	constructor := x.vm.Get("Uint8Array")
	made, err := x.vm.New(constructor, view.Buffer, x.vm.ToValue(view.Offset), x.vm.ToValue(view.Length))
	if err != nil {
		return chunk
	}
	return made
}

// byteLength is the length of a chunk of a byte stream.
func (c *defaultController) byteLength(chunk goja.Value) int {
	view, _ := c.View(chunk)
	return view.Length
}

// bytesOf is the bytes of a chunk of a body, which must be a Uint8Array. They
// are the script's: copy them.
func (x *env) bytesOf(chunk goja.Value) ([]byte, bool) {
	if view, ok := x.View(chunk); !ok || view.Type != "Uint8Array" {
		return nil, false
	}
	return x.BytesView(chunk)
}
