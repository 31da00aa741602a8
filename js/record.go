package js

import (
	"reflect"
	"strings"

	"github.com/dop251/goja"
)

var proxyType = reflect.TypeFor[goja.Proxy]()

// Record visits an object's own enumerable properties, in the order and with the
// operations that the conversion to a Web IDL record has. A key is a string or a
// symbol, which the caller's conversion of keys refuses.
// https://webidl.spec.whatwg.org/#js-record
func (c Call) Record(o *goja.Object, visit func(key goja.Value, get func() goja.Value)) {
	if keys, ok := plainKeys(o); ok {
		for _, key := range keys {
			visit(c.VM.ToValue(key), func() goja.Value { return orUndefined(o.Get(key)) })
		}
		return
	}
	reflection := c.VM.GlobalObject().Get("Reflect").(*goja.Object)
	call := func(name string, args ...goja.Value) goja.Value {
		return native(reflection.Get(name))(goja.FunctionCall{This: reflection, Arguments: args})
	}
	keys := call("ownKeys", o).(*goja.Object)    // 4
	c.VM.ForOf(keys, func(key goja.Value) bool { // 5
		d, ok := call("getOwnPropertyDescriptor", o, key).(*goja.Object) // 5.1
		if ok && d.Get("enumerable").ToBoolean() {                       // 5.2
			visit(key, func() goja.Value { return call("get", o, key) })
		}
		return true
	})
}

// plainKeys is an ordinary object's enumerable keys, when all can be Go strings.
func plainKeys(o *goja.Object) ([]string, bool) {
	if o.ExportType() == proxyType || len(o.Symbols()) > 0 {
		return nil, false
	}
	keys := o.Keys()
	for _, key := range keys {
		if strings.ContainsRune(key, '\uFFFD') { // a lone surrogate, maybe
			return nil, false
		}
	}
	return keys, true
}
