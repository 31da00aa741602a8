package js

import (
	"bytes"
	"reflect"

	"github.com/dop251/goja"
)

// Bytes is a BufferSource: a copy of the bytes of an ArrayBuffer or of the window
// a typed array or DataView has on one. False: v is none.
func (c Call) Bytes(v goja.Value) ([]byte, bool) {
	view, ok := c.BytesView(v)
	if !ok {
		return nil, false
	}
	return bytes.Clone(view), true
}

var (
	bufferType = reflect.TypeFor[goja.ArrayBuffer]()
	bytesType  = reflect.TypeFor[[]byte]()
)

// Buffer is the ArrayBuffer behind v, when v is one.
func (r *Realm) Buffer(v goja.Value) (goja.ArrayBuffer, bool) {
	o, ok := v.(*goja.Object)
	if !ok || o.ExportType() != bufferType {
		return goja.ArrayBuffer{}, false
	}
	buffer, ok := o.Export().(goja.ArrayBuffer)
	return buffer, ok
}

// BytesView is Bytes without the copy: valid until the script runs again.
func (r *Realm) BytesView(v goja.Value) ([]byte, bool) {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil, false
	}
	if o.ExportType() == bufferType {
		return o.Export().(goja.ArrayBuffer).Bytes(), true
	}
	return r.intr.viewBytes(r, o)
}

// View is what an ArrayBufferView shows.
type View struct {
	Type           string // "Uint8Array", "DataView", …
	Buffer         *goja.Object
	Offset, Length int // bytes
}

// View describes a typed array or DataView.
func (r *Realm) View(v goja.Value) (View, bool) {
	o, ok := v.(*goja.Object)
	if !ok {
		return View{}, false
	}
	return r.intr.view(r, o)
}

// Uint8Array makes a Uint8Array over data, which the script then owns.
func (r *Realm) Uint8Array(data []byte) *goja.Object {
	r.patchBufferPrototype()
	o, err := r.VM.New(r.intr.uint8Array(r), r.VM.ToValue(r.VM.NewArrayBuffer(data)))
	must(err)
	return o
}

// ArrayBuffer makes an ArrayBuffer over data, which the script then owns.
func (r *Realm) ArrayBuffer(data []byte) *goja.Object {
	r.patchBufferPrototype()
	return r.VM.ToValue(r.VM.NewArrayBuffer(data)).(*goja.Object)
}

// ViewOn makes a view of a kind ("Uint8Array", "DataView", …) on a buffer: offset
// in bytes, length in elements (bytes for a DataView). Both must fit the buffer.
func (r *Realm) ViewOn(kind string, buffer *goja.Object, offset, length int) *goja.Object {
	var ctor goja.Value = r.intr.uint8Array(r)
	if kind != "Uint8Array" {
		ctor = r.Intrinsic(kind)
	}
	o, err := r.VM.New(ctor, buffer, r.VM.ToValue(offset), r.VM.ToValue(length))
	if err != nil {
		panic(err)
	}
	return o
}

// Detach detaches a buffer, and those that stand for it in other realms.
func (r *Realm) Detach(buffer *goja.Object) bool {
	home, v := r.Home(buffer)
	b, ok := home.Buffer(v)
	if !ok || !b.Detach() {
		return false
	}
	if !r.Loop.plural {
		return true
	}
	for _, p := range r.Loop.realms {
		other := p.Value()
		if other == nil {
			continue
		}
		if twin := other.membrane.viewOf(v.(*goja.Object)); twin != nil {
			if b, ok := other.Buffer(twin); ok {
				b.Detach()
			}
		}
	}
	return true
}

// TransferBuffer detaches a buffer and gives a new one over the same bytes. False:
// it cannot be detached (it is already).
//
// https://tc39.es/ecma262/#sec-detacharraybuffer
func (r *Realm) TransferBuffer(buffer *goja.Object) (*goja.Object, bool) {
	b, ok := r.Buffer(buffer)
	if !ok || b.Detached() {
		return nil, false
	}
	data := b.Bytes()
	if !r.Detach(buffer) {
		return nil, false
	}
	return r.ArrayBuffer(data), true
}
