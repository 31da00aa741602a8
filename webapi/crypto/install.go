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
	var object *goja.Object
	r.Attribute(js.Attr[*js.Realm]{Name: "crypto", Get: func(r *js.Realm, _ js.Call) goja.Value {
		if object == nil {
			object = r.Wrap(class, &cryptoObject{})
		}
		return object
	}})
}

// keyClass is got through the realm, because the class's own functions make keys.
func keyClass(r *js.Realm) js.Described {
	class, ok := r.Slot(classKey{}).(js.Described)
	if !ok {
		panic("crypto: Install was not called for a secure context")
	}
	return class
}
