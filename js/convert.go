package js

import (
	"strings"
	"unicode/utf16"

	"github.com/dop251/goja"
)

// Call is one call from JavaScript.
type Call struct {
	*Realm
	This goja.Value
	Args []goja.Value
}

// Arg is the i-th argument, undefined when not given.
func (c Call) Arg(i int) goja.Value {
	if i < len(c.Args) {
		return c.Args[i]
	}
	return goja.Undefined()
}

// The conversions below are Web IDL's; what names the value in the TypeError they
// throw. https://webidl.spec.whatwg.org/#js-type-mapping

// String is a DOMString. Lone surrogates become U+FFFD, as Go strings are UTF-8:
// where they must survive, keep the goja.Value.
func (c Call) String(v goja.Value, what string) string {
	return c.str(v, what).String()
}

// DOMString is a DOMString as it is, lone surrogates too.
func (c Call) DOMString(v goja.Value, what string) goja.String { return c.str(v, what) }

// USVString is a USVString: lone surrogates become U+FFFD.
func (c Call) USVString(v goja.Value, what string) string {
	s := c.str(v, what)
	text := s.String()
	if isASCII(text) {
		return text
	}
	units := make([]uint16, s.Length())
	for i := range units {
		units[i] = s.CharAt(i)
	}
	return string(utf16.Decode(units))
}

// ByteString is a ByteString: one byte of the result per code unit ("é" is
// "\xe9"); a code unit above 255 is a TypeError.
func (c Call) ByteString(v goja.Value, what string) string {
	s := c.str(v, what)
	if text := s.String(); isASCII(text) {
		return text
	}
	out := make([]byte, s.Length())
	for i := range out {
		unit := s.CharAt(i)
		if unit > 0xFF {
			c.Throw(c.TypeError("%s: character %d (U+%04X) does not fit in a byte string", what, i, unit))
		}
		out[i] = byte(unit)
	}
	return string(out)
}

// str is ToString, refusing symbols by name.
func (c Call) str(v goja.Value, what string) goja.String {
	switch v := v.(type) {
	case goja.String:
		return v
	case *goja.Symbol:
		c.Throw(c.TypeError("%s: a Symbol cannot be converted to a string", what))
	}
	if s, ok := v.ToString().(goja.String); ok {
		return s
	}
	return c.VM.ToValue(v.String()).(goja.String) // numbers are their own ToString in goja
}

// Dict checks for a dictionary: nil for undefined and null, a TypeError for other
// values that are no object. Read members with [Call.Member].
func (c Call) Dict(v goja.Value, what string) *goja.Object {
	if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
		return nil
	}
	o, ok := v.(*goja.Object)
	if !ok {
		c.Throw(c.TypeError("%s is not an object", what))
	}
	return o
}

// Member reads a dictionary member: nil when d is nil or the member is undefined.
func (c Call) Member(d *goja.Object, name string) goja.Value {
	if d == nil {
		return nil
	}
	v := d.Get(name)
	if v == nil || goja.IsUndefined(v) {
		return nil
	}
	return v
}

// Enum is an enumeration: a TypeError unless the string is one of allowed.
func (c Call) Enum(v goja.Value, what string, allowed ...string) string {
	s := c.String(v, what)
	for _, a := range allowed {
		if s == a {
			return s
		}
	}
	c.Throw(c.TypeError("%s: '%s' is not one of %s", what, s, strings.Join(allowed, ", ")))
	return ""
}

// Callback is a callback function: a TypeError unless v can be called.
func (c Call) Callback(v goja.Value, what string) goja.Callable {
	fn, ok := goja.AssertFunction(v)
	if !ok {
		c.Throw(c.TypeError("%s is not a function", what))
	}
	return fn
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
