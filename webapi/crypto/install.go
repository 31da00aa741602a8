package crypto

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
)

type classKey struct{}

// Install exposes Crypto and crypto; in secure contexts also SubtleCrypto and
// CryptoKey, which can then be cloned and posted.
func Install(r *js.Realm, secure bool) {
	class := insecureClass
	if secure {
		class = secureClass
		r.Attach(classKey{}, js.Described(KeyClass))
		r.Expose(KeyClass)
		r.Expose(subtleClass)
		clone.Register(r, keyType)
	}
	r.Expose(class)
	r.Lazy("crypto", func() goja.Value { return r.Wrap(class, &cryptoObject{}) })
}

// keyClass is got through the realm, because the class's own functions make keys.
func keyClass(r *js.Realm) js.Described {
	class, ok := r.Slot(classKey{}).(js.Described)
	if !ok {
		panic("crypto: Install was not called for a secure context")
	}
	return class
}
