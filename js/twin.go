package js

import "github.com/dop251/goja"

// twin makes what stands for an ArrayBuffer or a view on one: not a proxy, which
// the language's own functions would not take for one, but a buffer over the same
// bytes, with the prototype that the original has. nil: at is no buffer.
//
// What is added to one of the twins the other does not have.
func (r *Realm) twin(at origin) *goja.Object {
	if at.object == nil || at.object.ExportType() == proxyType {
		return nil
	}
	var twin *goja.Object
	if buffer, ok := at.home.Buffer(at.object); ok {
		if buffer.Detached() {
			return nil
		}
		twin = r.ArrayBuffer(buffer.Bytes())
	} else if view, ok := at.home.View(at.object); ok {
		buffer, ok := r.From(at.home, view.Buffer).(*goja.Object)
		if !ok || buffer.ExportType() != bufferType {
			return nil
		}
		twin = r.ViewOn(view.Type, buffer, view.Offset, view.Length/ElementSize(view.Type))
	} else {
		return nil
	}
	if proto := at.object.Prototype(); proto != nil {
		must(twin.SetPrototype(r.From(at.home, proto).(*goja.Object)))
	}
	return twin
}

// ElementSize is the bytes of an element of a kind of view; 0: there is no such kind.
func ElementSize(kind string) int {
	switch kind {
	case "DataView", "Int8Array", "Uint8Array", "Uint8ClampedArray":
		return 1
	case "Int16Array", "Uint16Array":
		return 2
	case "Int32Array", "Uint32Array", "Float32Array":
		return 4
	case "Float64Array", "BigInt64Array", "BigUint64Array":
		return 8
	}
	return 0
}
