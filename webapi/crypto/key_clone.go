package crypto

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
)

// keyType lets keys be cloned and posted. The payload is the array
//
//	[type, algorithm, hash, namedCurve, length, usages, extractable, bytes]
//
// where usages is a number, [Usages], and bytes is the key as raw, spki or pkcs8,
// as its type has it.
//
// https://w3c.github.io/webcrypto/#cryptokey-interface-clone
var keyType = &clone.Type{
	Name:  "CryptoKey",
	Class: KeyClass,
	Write: func(r *js.Realm, o *goja.Object) goja.Value {
		k, _ := Of(r, o)
		a := k.Algorithm
		data, err := k.bytes()
		if err != nil {
			r.Throw(r.DOMException("DataCloneError", "the key cannot be cloned: %v", err))
		}
		return r.VM.NewArray(k.Type, a.Name, a.Hash, a.NamedCurve, a.Length, int(k.Usages), k.Extractable, r.ArrayBuffer(data))
	},
	Read: func(r *js.Realm, payload goja.Value) goja.Value {
		k, err := readKey(r, payload)
		if err != nil {
			r.Throw(r.DOMException("DataCloneError", "a key's bytes are damaged: %v", err))
		}
		return New(r, k)
	},
}

// formats are what the keys of each type are kept as.
var formats = map[string]string{"secret": "raw", "public": "spki", "private": "pkcs8"}

// bytes is the key's material.
func (k *Key) bytes() ([]byte, error) {
	if secret, ok := k.material.([]byte); ok {
		return append([]byte{}, secret...), nil
	}
	e, err := exportDER(k, formats[k.Type])
	if err != nil {
		return nil, err
	}
	return e.data, nil
}

// readKey imports the key anew; a payload may come from anywhere.
func readKey(r *js.Realm, payload goja.Value) (*Key, error) {
	o, ok := payload.(*goja.Object)
	if !ok {
		return nil, dataError("no list")
	}
	item := func(i string) goja.Value {
		if v := o.Get(i); v != nil {
			return v
		}
		return goja.Undefined()
	}
	a := lookup(opImport, item("1").String())
	format, known := formats[item("0").String()]
	data, isBuffer := r.BytesView(item("7"))
	if a == nil || !known || !isBuffer {
		return nil, dataError("not a key")
	}
	in := &importing{
		format: format, data: append([]byte{}, data...),
		usages: Usages(item("5").ToInteger()), extractable: item("6").ToBoolean(),
	}
	p := &params{algorithm: a, hash: hashNamed(item("2").String()), namedCurve: item("3").String()}
	if len(a.takes[opImport]) > 0 && a.takes[opImport][0][0].name == "hash" && p.hash == nil {
		return nil, dataError("no hash")
	}
	if length := item("4").ToInteger(); length > 0 {
		p.length, p.hasLength = int(length), true
	}
	k, err := a.importKey(p, in)
	if err != nil {
		return nil, err
	}
	k.Extractable, k.Usages = in.extractable, in.usages
	return k, nil
}
