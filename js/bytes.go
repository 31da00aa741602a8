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
	switch o.ExportType() {
	case bufferType:
		return o.Export().(goja.ArrayBuffer).Bytes(), true
	case bytesType:
		return uint8Bytes(o), true
	}
	view, ok := r.View(v)
	if !ok {
		return nil, false
	}
	data := view.Buffer.Export().(goja.ArrayBuffer).Bytes()
	if view.Offset+view.Length > len(data) {
		return nil, true // detached
	}
	return data[view.Offset : view.Offset+view.Length], true
}

// uint8Bytes is the short way for a Uint8Array; slicing one whose buffer is
// detached panics in the engine.
func uint8Bytes(o *goja.Object) (data []byte) {
	defer func() {
		if recover() != nil {
			data = nil
		}
	}()
	data, _ = o.Export().([]byte)
	return data
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
	o, err := r.VM.New(r.intr.uint8Array(r), r.VM.ToValue(r.VM.NewArrayBuffer(data)))
	must(err)
	return o
}

// ArrayBuffer makes an ArrayBuffer over data, which the script then owns.
func (r *Realm) ArrayBuffer(data []byte) *goja.Object {
	return r.VM.ToValue(r.VM.NewArrayBuffer(data)).(*goja.Object)
}
