package base64

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// Install defines atob and btoa.
func Install(r *js.Realm) {
	r.Operation(js.Function{Name: "atob", Length: 1, Call: atob})
	r.Operation(js.Function{Name: "btoa", Length: 1, Call: btoa})
}

// btoa is https://html.spec.whatwg.org/multipage/webappapis.html#dom-btoa
func btoa(c js.Call) goja.Value {
	text := c.DOMString(c.Arg(0), "data")
	raw := make([]byte, text.Length())
	for i := range raw {
		unit := text.CharAt(i)
		if unit > 0xFF {
			c.Throw(c.DOMException("InvalidCharacterError", "btoa: character %d (U+%04X) does not fit in a byte", i, unit))
		}
		raw[i] = byte(unit)
	}
	return c.VM.ToValue(Encode(raw))
}

// atob is https://html.spec.whatwg.org/multipage/webappapis.html#dom-atob
func atob(c js.Call) goja.Value {
	raw, ok := Decode(c.String(c.Arg(0), "data"))
	if !ok {
		c.Throw(c.DOMException("InvalidCharacterError", "atob: the text is not base64"))
	}
	units := make([]uint16, len(raw))
	for i, b := range raw {
		units[i] = uint16(b)
	}
	return goja.StringFromUTF16(units)
}
