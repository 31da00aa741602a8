package clone

import (
	"errors"

	"asterism/js"

	"github.com/dop251/goja"
)

const (
	maxDepth = 10_000
	maxSize  = 64 << 20 // bytes
	version  = 1
)

// Serialize is StructuredSerializeWithTransfer. transfer is a sequence of
// transferable objects, or undefined or nil. An error is an [*js.Exception]: throw
// its Value in the script that asked. It may be called inside a call from
// JavaScript or outside.
func Serialize(r *js.Realm, v, transfer goja.Value) ([]byte, error) {
	var out []byte
	err := try(r, func() {
		w := writer{r: r, asker: r, refs: make(map[*goja.Object]uint64)}
		list := w.transferList(transfer)
		for _, item := range list {
			w.refs[item.object] = uint64(len(w.refs))
		}
		w.value(v)
		value := w.buf
		w.buf = head(nil, majorArray, 3)
		w.buf = head(w.buf, majorUint, version)
		w.buf = head(w.buf, majorArray, uint64(len(list)))
		for _, item := range list {
			w.transfer(item)
		}
		w.buf = append(w.buf, value...)
		out = w.buf
	})
	return out, err
}

// Deserialize is StructuredDeserialize: a new value in realm r. Bytes that are no
// structured clone are an error (a DataCloneError in its Value).
func Deserialize(r *js.Realm, data []byte) (goja.Value, error) {
	v, _, err := DeserializeTransfer(r, data)
	return v, err
}

// DeserializeTransfer is StructuredDeserializeWithTransfer: it also gives what was
// transferred, in the order of the sender's list.
func DeserializeTransfer(r *js.Realm, data []byte) (v goja.Value, transferred []goja.Value, err error) {
	err = try(r, func() {
		d := decoder{r: r, reader: reader{data: data}}
		var bad error
		v, transferred, bad = d.message()
		if bad != nil {
			r.Throw(r.DOMException("DataCloneError", "%s", bad.Error()))
		}
	})
	return v, transferred, err
}

// try runs f and gives what it throws as an error.
func try(r *js.Realm, f func()) error {
	thrown := r.VM.Try(f)
	if thrown == nil {
		return nil
	}
	message, stack := r.Describe(thrown.Value())
	return &js.Exception{Value: thrown.Value(), Message: message, Stack: stack}
}

// TransferOption is the transfer list of postMessage's i-th argument, which is
// that list itself, or a StructuredSerializeOptions dictionary that holds one;
// undefined when there is none.
//
// https://html.spec.whatwg.org/multipage/web-messaging.html#dom-messageport-postmessage
func TransferOption(c js.Call, i int) goja.Value {
	o := c.Dict(c.Arg(i), "options")
	if o == nil {
		return goja.Undefined()
	}
	if method := o.GetSymbol(goja.SymIterator); method != nil && !goja.IsUndefined(method) && !goja.IsNull(method) {
		return o
	}
	return transferMember(c, o)
}

func transferMember(c js.Call, options *goja.Object) goja.Value {
	list := c.Member(options, "transfer")
	if list == nil {
		return goja.Undefined()
	}
	if _, ok := list.(*goja.Object); !ok {
		c.Throw(c.TypeError("the member transfer is not a sequence"))
	}
	return list
}

// SerializeCall is Serialize for a function that a script has called: what it
// throws is thrown there.
func SerializeCall(c js.Call, v, transfer goja.Value) []byte {
	data, err := Serialize(c.Realm, v, transfer)
	rethrow(c, err)
	return data
}

func rethrow(c js.Call, err error) {
	var thrown *js.Exception
	if errors.As(err, &thrown) {
		c.Throw(thrown.Value)
	}
	if err != nil {
		panic(err)
	}
}

// Install defines structuredClone.
// https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone
func Install(r *js.Realm) {
	r.Operation(js.Function{Name: "structuredClone", Length: 1, Call: structuredClone})
}

func structuredClone(c js.Call) goja.Value {
	var transfer goja.Value = goja.Undefined()
	if options := c.Dict(c.Arg(1), "options"); options != nil {
		transfer = transferMember(c, options)
	}
	data := SerializeCall(c, c.Arg(0), transfer)
	v, err := Deserialize(c.Realm, data)
	rethrow(c, err)
	return v
}
