package push

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/blob"
	"asterism/webapi/encoding"
)

// data is the native value of a PushMessageData: the payload, which is not
// changed.
type data struct{ bytes []byte }

// https://w3c.github.io/push-api/#pushmessagedata-interface
var dataClass = &js.Class[*data]{
	Name: "PushMessageData",
	Methods: []js.Method[*data]{
		{Name: "arrayBuffer", Call: func(d *data, c js.Call) goja.Value { return c.ArrayBuffer(d.copy()) }},
		{Name: "blob", Call: func(d *data, c js.Call) goja.Value { return blob.New(c.Realm, &blob.Blob{Bytes: d.bytes}) }},
		{Name: "bytes", Call: func(d *data, c js.Call) goja.Value { return c.Uint8Array(d.copy()) }},
		{Name: "json", Call: func(d *data, c js.Call) goja.Value {
			parse, _ := goja.AssertFunction(c.Intrinsic("JSON").(*goja.Object).Get("parse"))
			v, err := parse(goja.Undefined(), c.VM.ToValue(d.text()))
			if err != nil {
				panic(err)
			}
			return v
		}},
		{Name: "text", Call: func(d *data, c js.Call) goja.Value { return c.VM.ToValue(d.text()) }},
	},
}

func (d *data) copy() []byte { return append([]byte{}, d.bytes...) }

// text is the payload by UTF-8 decode.
func (d *data) text() string {
	decoder, err := encoding.NewDecoder("utf-8", false, false)
	if err != nil { // the label is known
		panic(err)
	}
	text, _ := decoder.Decode(d.bytes, false) // which is not fatal
	return text
}
