package encoding

import (
	"asterism/js"

	"github.com/dop251/goja"
)

type encoder struct{}

// EncoderClass is TextEncoder.
//
// https://encoding.spec.whatwg.org/#interface-textencoder
var EncoderClass = &js.Class[*encoder]{
	Name: "TextEncoder",
	New:  func(js.Call) *encoder { return &encoder{} },
	Attrs: []js.Attr[*encoder]{
		{Name: "encoding", Get: func(_ *encoder, c js.Call) goja.Value { return c.VM.ToValue("utf-8") }},
	},
	Methods: []js.Method[*encoder]{
		{Name: "encode", Call: func(_ *encoder, c js.Call) goja.Value {
			if goja.IsUndefined(c.Arg(0)) {
				return c.Uint8Array(nil)
			}
			return c.Uint8Array([]byte(c.USVString(c.Arg(0), "input")))
		}},
		{Name: "encodeInto", Length: 2, Call: encodeInto},
	},
}

func encodeInto(_ *encoder, c js.Call) goja.Value {
	text := c.DOMString(c.Arg(0), "source")
	view, ok := c.View(c.Arg(1))
	if !ok || view.Type != "Uint8Array" {
		c.Throw(c.TypeError("Failed to execute 'encodeInto' on 'TextEncoder': the destination is not a Uint8Array"))
	}
	dst, _ := c.BytesView(c.Arg(1))
	read, written := EncodeInto(dst, text.Length(), text.CharAt)
	out := c.VM.NewObject()
	// A plain object takes any property.
	_ = out.DefineDataProperty("read", c.VM.ToValue(read), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	_ = out.DefineDataProperty("written", c.VM.ToValue(written), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	return out
}

// DecoderClass is TextDecoder.
//
// https://encoding.spec.whatwg.org/#interface-textdecoder
var DecoderClass = &js.Class[*Decoder]{
	Name: "TextDecoder",
	New:  func(c js.Call) *Decoder { return newDecoder(c, "TextDecoder") },
	Attrs: []js.Attr[*Decoder]{
		{Name: "encoding", Get: func(d *Decoder, c js.Call) goja.Value { return c.VM.ToValue(d.Name) }},
		{Name: "fatal", Get: func(d *Decoder, c js.Call) goja.Value { return c.VM.ToValue(d.Fatal) }},
		{Name: "ignoreBOM", Get: func(d *Decoder, c js.Call) goja.Value { return c.VM.ToValue(d.IgnoreBOM) }},
	},
	Methods: []js.Method[*Decoder]{
		{Name: "decode", Call: decode},
	},
}

// newDecoder takes the arguments of both constructors: label and options.
//
// https://encoding.spec.whatwg.org/#dom-textdecoder
func newDecoder(c js.Call, class string) *Decoder {
	label := "utf-8"
	if !goja.IsUndefined(c.Arg(0)) {
		label = c.String(c.Arg(0), "label")
	}
	options := c.Dict(c.Arg(1), "options")
	d, err := NewDecoder(label, flag(c, options, "fatal"), flag(c, options, "ignoreBOM"))
	if err != nil {
		c.Throw(c.RangeError("Failed to construct '%s': %s", class, err.Error()))
	}
	return d
}

func decode(d *Decoder, c js.Call) goja.Value {
	var chunk []byte
	if !goja.IsUndefined(c.Arg(0)) {
		view, ok := c.BytesView(c.Arg(0))
		if !ok {
			c.Throw(c.TypeError("Failed to execute 'decode' on 'TextDecoder': the input is not an ArrayBuffer or a view of one"))
		}
		chunk = view
	}
	stream := flag(c, c.Dict(c.Arg(1), "options"), "stream")
	text, err := d.Decode(chunk, stream)
	if err != nil {
		c.Throw(c.TypeError("Failed to execute 'decode' on 'TextDecoder': %s (%s)", err.Error(), d.Name))
	}
	return c.VM.ToValue(text)
}

func flag(c js.Call, options *goja.Object, member string) bool {
	v := c.Member(options, member)
	return v != nil && v.ToBoolean()
}

// Install exposes the classes. Streams must be installed too for those that make them.
func Install(r *js.Realm) {
	r.Expose(EncoderClass)
	r.Expose(DecoderClass)
	r.Expose(EncoderStreamClass)
	r.Expose(DecoderStreamClass)
}
