package crypto

import (
	"context"

	"github.com/dop251/goja"

	"asterism/js"
)

// subtleCrypto is a SubtleCrypto object's native value.
type subtleCrypto struct{}

// subtleClass is SubtleCrypto.
//
// https://w3c.github.io/webcrypto/#subtlecrypto-interface
var subtleClass = &js.Class[*subtleCrypto]{
	Name: "SubtleCrypto",
	Methods: []js.Method[*subtleCrypto]{
		{Name: "encrypt", Length: 3, Async: true, Call: encryptMethod},
		{Name: "decrypt", Length: 3, Async: true, Call: decryptMethod},
		{Name: "sign", Length: 3, Async: true, Call: signMethod},
		{Name: "verify", Length: 4, Async: true, Call: verifyMethod},
		{Name: "digest", Length: 2, Async: true, Call: digestMethod},
		{Name: "generateKey", Length: 3, Async: true, Call: generateKeyMethod},
		{Name: "deriveKey", Length: 5, Async: true, Call: deriveKeyMethod},
		{Name: "deriveBits", Length: 2, Async: true, Call: deriveBitsMethod},
		{Name: "importKey", Length: 5, Async: true, Call: importKeyMethod},
		{Name: "exportKey", Length: 2, Async: true, Call: exportKeyMethod},
		{Name: "wrapKey", Length: 4, Async: true, Call: wrapKeyMethod},
		{Name: "unwrapKey", Length: 7, Async: true, Call: unwrapKeyMethod},
	},
}

// inParallel does the steps that the standard performs in parallel, and settles
// the promise in a task.
func inParallel[T any](c js.Call, steps func(ctx context.Context) (T, error), convert func(r *js.Realm, v T) goja.Value) goja.Value {
	r := c.Realm
	return r.VM.ToValue(js.Async(r, steps,
		func(v T) goja.Value { return convert(r, v) },
		func(err error) goja.Value { return reason(r, err) }))
}

func toBuffer(r *js.Realm, data []byte) goja.Value { return r.ArrayBuffer(data) }
func toBoolean(r *js.Realm, v bool) goja.Value     { return r.VM.ToValue(v) }
func toKey(r *js.Realm, k *Key) goja.Value         { return New(r, k) }

func toKeys(r *js.Realm, k *keys) goja.Value {
	if k.secret != nil {
		return New(r, k.secret)
	}
	o := r.VM.NewObject()
	_ = o.Set("privateKey", New(r, k.private))
	_ = o.Set("publicKey", New(r, k.public))
	return o
}

func toExported(r *js.Realm, e *exported) goja.Value {
	if e.jwk != nil {
		return e.jwk.object(r)
	}
	return r.ArrayBuffer(e.data)
}

// convertBuffer checks for a BufferSource; the copy is taken later, as the
// standard says.
func convertBuffer(c js.Call, v goja.Value, what string) goja.Value {
	if _, ok := c.BytesView(v); !ok {
		c.Throw(c.TypeError("%s is not an ArrayBuffer or a view on one", what))
	}
	return v
}

func copied(c js.Call, v goja.Value) []byte {
	data, _ := c.Bytes(v)
	return data
}

// convertFormat is the conversion to KeyFormat.
//
// https://wicg.github.io/webcrypto-modern-algos/#dfn-KeyFormat
func convertFormat(c js.Call, v goja.Value) string {
	return c.Enum(v, "format", "raw", "spki", "pkcs8", "jwk", "raw-public", "raw-secret")
}

// allows checks that a key is for the algorithm and for a usage.
func (p *params) allows(k *Key, u Usages) error {
	if p.name != k.Algorithm.Name {
		return invalidAccess("the key is for %s, not for %s", k.Algorithm.Name, p.name)
	}
	if k.Usages&u == 0 {
		return invalidAccess("the key is not to be used for %s", u.Names()[0])
	}
	return nil
}
