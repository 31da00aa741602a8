package scripthost

import (
	"encoding/base64"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
)

// btoa is https://html.spec.whatwg.org/#dom-btoa
func btoa(_ *window, c js.Call) goja.Value {
	text := c.Arg(0).ToString().(goja.String)
	raw := make([]byte, text.Length())
	for i := range raw {
		unit := text.CharAt(i)
		if unit > 0xFF {
			c.Throw(c.DOMException("InvalidCharacterError", "btoa: character %d does not fit in a byte", i))
		}
		raw[i] = byte(unit)
	}
	return c.VM.ToValue(base64.StdEncoding.EncodeToString(raw))
}

// atob is https://html.spec.whatwg.org/#dom-atob
func atob(_ *window, c js.Call) goja.Value {
	text := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\n\f\r", r) {
			return -1
		}
		return r
	}, c.String(c.Arg(0), "data"))
	if len(text)%4 == 0 {
		text = strings.TrimSuffix(strings.TrimSuffix(text, "="), "=")
	}
	raw, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		c.Throw(c.DOMException("InvalidCharacterError", "atob: the text is not base64"))
	}
	units := make([]rune, len(raw))
	for i, b := range raw {
		units[i] = rune(b)
	}
	return c.VM.ToValue(string(units))
}
