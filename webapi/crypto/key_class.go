package crypto

import (
	"bytes"

	"github.com/dop251/goja"

	"asterism/js"
)

// keyObject is a CryptoKey's native value: the key, and the cached ECMAScript
// objects of its algorithm and usages.
type keyObject struct {
	*Key
	algorithm, usages *goja.Object
}

// KeyClass is CryptoKey.
//
// https://w3c.github.io/webcrypto/#cryptokey-interface
var KeyClass = &js.Class[*keyObject]{
	Name: "CryptoKey",
	Attrs: []js.Attr[*keyObject]{
		{Name: "type", Get: func(k *keyObject, c js.Call) goja.Value { return c.VM.ToValue(k.Type) }},
		{Name: "extractable", Get: func(k *keyObject, c js.Call) goja.Value { return c.VM.ToValue(k.Extractable) }},
		{Name: "algorithm", Get: func(k *keyObject, c js.Call) goja.Value {
			if k.algorithm == nil {
				k.algorithm = k.Algorithm.object(c.Realm)
			}
			return k.algorithm
		}},
		{Name: "usages", Get: func(k *keyObject, c js.Call) goja.Value {
			if k.usages == nil {
				k.usages = list(c.Realm, k.Usages.Names())
			}
			return k.usages
		}},
	},
}

// New is the CryptoKey object of k.
func New(r *js.Realm, k *Key) *goja.Object { return r.Wrap(keyClass(r), &keyObject{Key: k}) }

// Of is the key behind a CryptoKey object.
func Of(r *js.Realm, v goja.Value) (*Key, bool) {
	if k, ok := js.Native[*keyObject](r, v); ok {
		return k.Key, true
	}
	return nil, false
}

func convertKey(c js.Call, v goja.Value, what string) *Key {
	k, ok := Of(c.Realm, v)
	if !ok {
		c.Throw(c.TypeError("%s is not a CryptoKey", what))
	}
	return k
}

// object is the dictionary as an object, members in Web IDL's order.
//
// https://w3c.github.io/webcrypto/#dfn-KeyAlgorithm
func (a *KeyAlgorithm) object(r *js.Realm) *goja.Object {
	o := r.VM.NewObject()
	set := func(name string, v any) { _ = o.Set(name, v) }
	set("name", a.Name)
	if a.ModulusLength > 0 {
		set("modulusLength", a.ModulusLength)
		set("publicExponent", r.Uint8Array(bytes.Clone(a.PublicExponent)))
	}
	if a.Hash != "" {
		hash := r.VM.NewObject()
		_ = hash.Set("name", a.Hash)
		set("hash", hash)
	}
	if a.Length > 0 {
		set("length", a.Length)
	}
	if a.NamedCurve != "" {
		set("namedCurve", a.NamedCurve)
	}
	return o
}

func list(r *js.Realm, items []string) *goja.Object {
	values := make([]any, len(items))
	for i, s := range items {
		values[i] = s
	}
	return r.VM.NewArray(values...)
}
