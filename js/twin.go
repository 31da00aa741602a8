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
		length := view.Length
		if size, ok := elementSize[view.Type]; ok {
			length /= size
		}
		twin = r.ViewOn(view.Type, buffer, view.Offset, length)
	} else {
		return nil
	}
	if proto := at.object.Prototype(); proto != nil {
		must(twin.SetPrototype(r.From(at.home, proto).(*goja.Object)))
	}
	return twin
}

var elementSize = map[string]int{
	"Int16Array": 2, "Uint16Array": 2, "Float16Array": 2, "Int32Array": 4, "Uint32Array": 4, "Float32Array": 4,
	"Float64Array": 8, "BigInt64Array": 8, "BigUint64Array": 8,
}
