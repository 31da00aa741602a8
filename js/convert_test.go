package js

import (
	"bytes"
	"testing"

	"github.com/dop251/goja"
)

func TestConversions(t *testing.T) {
	r := realm(t)
	r.VM.Set("as", r.Function(Function{Name: "as", Call: func(c Call) goja.Value {
		v := c.Arg(1)
		switch c.Arg(0).String() {
		case "string":
			return c.VM.ToValue(c.String(v, "x"))
		case "usv":
			return c.VM.ToValue(c.USVString(v, "x"))
		case "byte":
			return c.VM.ToValue([]byte(c.ByteString(v, "x")))
		case "dict":
			return c.VM.ToValue(c.Dict(v, "x") == nil)
		case "member":
			return c.VM.ToValue(c.Member(c.Dict(v, "x"), "a") == nil)
		case "enum":
			return c.VM.ToValue(c.Enum(v, "x", "a", "b"))
		}
		c.Callback(v, "x")
		return c.VM.ToValue("ok")
	}}))
	for source, want := range map[string]string{
		`as('string', 12)`: "12", `as('string', true)`: "true", `as('string', null)`: "null", `as('string', undefined)`: "undefined",
		`as('string', {toString: () => 's'})`: "s", `as('string', 1.5)`: "1.5", `as('string', 10n)`: "10", `as('string', [1, 2])`: "1,2",
		`as('usv', 'a\uD800b')`: "a\uFFFDb", `as('usv', '\u{1F600}')`: "\U0001F600", `as('usv', 7)`: "7",
		`String(as('byte', 'aé'))`: "97,233", `String(as('byte', 5))`: "53",
		`as('dict', undefined)`: "true", `as('dict', null)`: "true", `as('dict', {})`: "false",
		`as('member', {a: undefined})`: "true", `as('member', {a: 0})`: "false", `as('member')`: "true",
		`as('enum', 'b')`: "b", `as('call', () => 1)`: "ok", `as('call', class {})`: "ok",
		`try { as('string', Symbol('s')) } catch (e) { String(e) }`:      "TypeError: x: a Symbol cannot be converted to a string",
		`try { as('byte', 'a\u0100') } catch (e) { String(e) }`:          "TypeError: x: character 1 (U+0100) does not fit in a byte string",
		`try { as('dict', 5) } catch (e) { String(e) }`:                  "TypeError: x is not an object",
		`try { as('enum', 'c') } catch (e) { String(e) }`:                "TypeError: x: 'c' is not one of a, b",
		`try { as('call', {}) } catch (e) { String(e) }`:                 "TypeError: x is not a function",
		`try { as('string', {toString() { throw 5 }}) } catch (e) { e }`: "5",
	} {
		if got := r.eval(t, source).String(); got != want {
			t.Errorf("%s: got %q, want %q", source, got, want)
		}
	}
}

func TestBytes(t *testing.T) {
	r := realm(t)
	for source, want := range map[string][]byte{
		`new Uint8Array([1, 2, 3]).buffer`:                     {1, 2, 3},
		`new Uint8Array([1, 2, 3])`:                            {1, 2, 3},
		`new Uint8Array([1, 2, 3]).subarray(1)`:                {2, 3},
		`new Uint8ClampedArray([300])`:                         {255},
		`new Uint16Array([0x102, 3]).subarray(0, 1)`:           {2, 1},
		`new DataView(new Uint8Array([1, 2, 3]).buffer, 1, 1)`: {2},
		`new Float32Array(1)`:                                  {0, 0, 0, 0},
		`new BigUint64Array([1n])`:                             {1, 0, 0, 0, 0, 0, 0, 0},
	} {
		c := Call{Realm: r}
		got, ok := c.Bytes(r.eval(t, source))
		if !ok || !bytes.Equal(got, want) {
			t.Errorf("%s: %v %v", source, got, ok)
		}
	}
	for _, source := range []string{`[1, 2]`, `({})`, `'text'`, `5`, `undefined`, `new Map()`, `new Set([1])`} {
		if _, ok := (Call{Realm: r}).Bytes(r.eval(t, "("+source+")")); ok {
			t.Errorf("%s is bytes", source)
		}
	}
	// Detached buffers show nothing and break nothing.
	for _, source := range []string{`new Uint8Array(4)`, `new Uint16Array(4)`, `new DataView(new ArrayBuffer(4))`} {
		v := r.eval(t, "("+source+")")
		buffer, _ := r.Buffer(v.(*goja.Object).Get("buffer"))
		buffer.Detach()
		if got, ok := r.BytesView(v); !ok || len(got) != 0 {
			t.Errorf("%s detached: %v %v", source, got, ok)
		}
	}
	if got := r.Uint8Array([]byte{7, 8}); got.String() != "7,8" {
		t.Errorf("Uint8Array: %v", got)
	}
}
