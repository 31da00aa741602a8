package formdata

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/blob"
)

type formKey struct{}

// OfForm says how a realm that has form elements makes the entries of one: the
// arguments are the constructor's.
func OfForm(r *js.Realm, of func(c js.Call) *Data) { r.Attach(formKey{}, of) }

// Class is FormData.
//
// https://xhr.spec.whatwg.org/#interface-formdata
var Class = &js.Class[*Data]{
	Name: "FormData",
	New: func(c js.Call) *Data {
		if goja.IsUndefined(c.Arg(0)) {
			return new(Data)
		}
		of, ok := c.Slot(formKey{}).(func(js.Call) *Data)
		if !ok {
			c.Throw(c.TypeError("FormData: there are no form elements here: call it without arguments"))
		}
		return of(c)
	},
	Methods: []js.Method[*Data]{
		{Name: "append", Length: 2, Call: func(d *Data, c js.Call) goja.Value {
			d.Entries = append(d.Entries, entry(c))
			return goja.Undefined()
		}},
		{Name: "delete", Length: 1, Call: func(d *Data, c js.Call) goja.Value {
			d.Delete(c.USVString(c.Arg(0), "name"))
			return goja.Undefined()
		}},
		{Name: "get", Length: 1, Call: func(d *Data, c js.Call) goja.Value {
			found := d.All(c.USVString(c.Arg(0), "name"))
			if len(found) == 0 {
				return goja.Null()
			}
			return found[0].value(c)
		}},
		{Name: "getAll", Length: 1, Call: func(d *Data, c js.Call) goja.Value {
			values := []any{}
			for _, e := range d.All(c.USVString(c.Arg(0), "name")) {
				values = append(values, e.value(c))
			}
			return c.VM.NewArray(values...)
		}},
		{Name: "has", Length: 1, Call: func(d *Data, c js.Call) goja.Value {
			return c.VM.ToValue(len(d.All(c.USVString(c.Arg(0), "name"))) > 0)
		}},
		{Name: "set", Length: 2, Call: func(d *Data, c js.Call) goja.Value {
			d.Set(entry(c))
			return goja.Undefined()
		}},
	},
	Iterate: func(d *Data, c js.Call) js.Pairs {
		return func(i int) (key, value goja.Value, ok bool) {
			if i >= len(d.Entries) {
				return nil, nil, false
			}
			return c.VM.ToValue(d.Entries[i].Name), d.Entries[i].value(c), true
		}
	},
}

// entry reads (name, value) or (name, blob, filename).
//
// https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#create-an-entry
func entry(c js.Call) Entry {
	e := Entry{Name: c.USVString(c.Arg(0), "name")}
	data, isBlob := blob.Of(c.Realm, c.Arg(1))
	named := len(c.Args) > 2 && !goja.IsUndefined(c.Arg(2))
	if !isBlob {
		if named {
			c.Throw(c.TypeError("a file name goes with a Blob, and the value is none"))
		}
		e.Value = c.USVString(c.Arg(1), "value")
		return e
	}
	file, isFile := blob.FileOf(c.Realm, c.Arg(1))
	if !isFile {
		file = &blob.File{Blob: *data, Name: "blob", Modified: c.Loop.Now()}
	}
	switch {
	case named:
		file = &blob.File{Blob: file.Blob, Modified: file.Modified, Name: c.USVString(c.Arg(2), "filename")}
	case isFile:
		e.object = c.Arg(1).(*goja.Object)
	}
	e.File = file
	return e
}

// value is the entry's value for a script: always the same object.
func (e *Entry) value(c js.Call) goja.Value {
	if e.File == nil {
		return c.VM.ToValue(e.Value)
	}
	if e.object == nil {
		e.object = blob.NewFile(c.Realm, e.File)
	}
	return e.object
}

// Install exposes FormData. Blob must be installed too.
func Install(r *js.Realm) { r.Expose(Class) }

// Of is the entry list behind a FormData object.
func Of(r *js.Realm, v goja.Value) (*Data, bool) { return js.Native[*Data](r, v) }

// New is the FormData object of d.
func New(r *js.Realm, d *Data) *goja.Object { return r.Wrap(Class, d) }
