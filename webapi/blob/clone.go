package blob

import (
	"bytes"
	"time"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
)

// cloneTypes lets blobs and files be cloned and posted. A payload is the array
// [type, bytes] and, for a file, [type, bytes, name, lastModified].
//
// https://w3c.github.io/FileAPI/#blob-section
func cloneTypes() []*clone.Type {
	return []*clone.Type{
		{
			Name: "Blob", Class: BlobClass,
			Write: func(r *js.Realm, o *goja.Object) goja.Value {
				b, _ := Of(r, o)
				return r.VM.NewArray(b.Type, r.ArrayBuffer(bytes.Clone(b.Bytes)))
			},
			Read: func(r *js.Realm, payload goja.Value) goja.Value { return New(r, read(r, payload)) },
		},
		{
			Name: "File", Class: FileClass,
			Write: func(r *js.Realm, o *goja.Object) goja.Value {
				f, _ := FileOf(r, o)
				return r.VM.NewArray(f.Type, r.ArrayBuffer(bytes.Clone(f.Bytes)), f.Name, f.Modified.UnixMilli())
			},
			Read: func(r *js.Realm, payload goja.Value) goja.Value {
				f := &File{Blob: *read(r, payload), Name: item(r, payload, "2").String()}
				f.Modified = time.UnixMilli(item(r, payload, "3").ToInteger())
				return NewFile(r, f)
			},
		},
	}
}

// read takes the first two items of a payload, which may come from anywhere.
func read(r *js.Realm, payload goja.Value) *Blob {
	b := &Blob{Type: normalizeType(item(r, payload, "0").String())}
	data, _ := r.BytesView(item(r, payload, "1"))
	b.Bytes = bytes.Clone(data)
	return b
}

func item(r *js.Realm, payload goja.Value, index string) goja.Value {
	if o, ok := payload.(*goja.Object); ok {
		if v := o.Get(index); v != nil {
			return v
		}
	}
	r.Throw(r.DOMException("DataCloneError", "a blob's bytes are damaged"))
	return nil
}
