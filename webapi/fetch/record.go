package fetch

import (
	"reflect"

	"github.com/dop251/goja"
)

var proxyType = reflect.TypeFor[goja.Proxy]()

// eachOwn yields an object's own enumerable properties, in the order and with
// the operations that the conversion to a record has.
//
// https://webidl.spec.whatwg.org/#js-record
func (x *realm) eachOwn(o *goja.Object, yield func(key goja.Value, get func() goja.Value)) {
	if o.ExportType() != proxyType && len(o.Symbols()) == 0 {
		for _, key := range o.Keys() {
			yield(x.VM.ToValue(key), func() goja.Value { return o.Get(key) })
		}
		return
	}
	reflection := x.VM.GlobalObject().Get("Reflect").(*goja.Object)
	call := func(name string, args ...goja.Value) goja.Value {
		fn, _ := goja.AssertFunction(reflection.Get(name))
		v, err := fn(goja.Undefined(), args...)
		if err != nil {
			x.rethrow(err)
		}
		return v
	}
	keys := call("ownKeys", o).(*goja.Object)    // 4
	x.VM.ForOf(keys, func(key goja.Value) bool { // 5
		d, ok := call("getOwnPropertyDescriptor", o, key).(*goja.Object) // 5.1
		if ok && d.Get("enumerable").ToBoolean() {                       // 5.2
			yield(key, func() goja.Value { return call("get", o, key) })
		}
		return true
	})
}
