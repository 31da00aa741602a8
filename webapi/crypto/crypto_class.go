package crypto

import (
	"crypto/rand"
	"fmt"

	"github.com/dop251/goja"

	"asterism/js"
)

// cryptoObject is a Crypto object's native value.
type cryptoObject struct{ subtle *goja.Object }

// getRandomValues fills a view of integers.
//
// https://w3c.github.io/webcrypto/#Crypto-method-getRandomValues
func getRandomValues(_ *cryptoObject, c js.Call) goja.Value {
	array := c.Arg(0)
	view, ok := c.View(array)
	if !ok {
		c.Throw(c.TypeError("Failed to execute 'getRandomValues' on 'Crypto': parameter 1 is not an ArrayBufferView"))
	}
	// Step 1.
	switch view.Type {
	case "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array",
		"Int32Array", "Uint32Array", "BigInt64Array", "BigUint64Array":
	default:
		c.Throw(c.DOMException("TypeMismatchError", "a %s is not an array of integers", view.Type))
	}
	// Step 3.
	if view.Length > 65536 {
		c.Throw(c.DOMException("QuotaExceededError", "%d bytes are more than the 65536 that can be had at a time", view.Length))
	}
	// Steps 4 to 7.
	if data, ok := c.BytesView(array); ok {
		_, _ = rand.Read(data) // never fails
	}
	return array
}

// https://w3c.github.io/webcrypto/#Crypto-method-randomUUID
func randomUUID(_ *cryptoObject, c js.Call) goja.Value {
	var b [16]byte
	_, _ = rand.Read(b[:])
	b[6] = b[6]&0x0F | 0x40
	b[8] = b[8]&0x3F | 0x80
	return c.VM.ToValue(fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]))
}

// secureClass is Crypto.
//
// https://w3c.github.io/webcrypto/#crypto-interface
var secureClass = &js.Class[*cryptoObject]{
	Name: "Crypto",
	Attrs: []js.Attr[*cryptoObject]{
		{Name: "subtle", Get: func(x *cryptoObject, c js.Call) goja.Value {
			if x.subtle == nil {
				x.subtle = c.Wrap(subtleClass, &subtleCrypto{})
			}
			return x.subtle
		}},
	},
	Methods: []js.Method[*cryptoObject]{
		{Name: "getRandomValues", Length: 1, Call: getRandomValues},
		{Name: "randomUUID", Call: randomUUID},
	},
}

// insecureClass is Crypto without what is [SecureContext].
var insecureClass = &js.Class[*cryptoObject]{
	Name:    "Crypto",
	Methods: []js.Method[*cryptoObject]{{Name: "getRandomValues", Length: 1, Call: getRandomValues}},
}
