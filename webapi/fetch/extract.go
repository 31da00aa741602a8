package fetch

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/blob"
	"asterism/webapi/formdata"
	"asterism/webapi/streams"
	"asterism/webapi/weburl"
)

const (
	typeText = "text/plain;charset=UTF-8"
	typeForm = "application/x-www-form-urlencoded;charset=UTF-8"
	typeJSON = "application/json"
)

// extract makes a payload of a BodyInit; the second result is its type, "" for
// none.
//
// https://fetch.spec.whatwg.org/#concept-bodyinit-extract
func extract(c js.Call, v goja.Value, keepalive bool) (payload, string) {
	if stream, ok := streams.Of(c.Realm, v); ok {
		if keepalive {
			c.Throw(c.TypeError("a keepalive request cannot have a stream for a body"))
		}
		if stream.Disturbed() || stream.Locked() {
			c.Throw(c.TypeError("the body is a ReadableStream that is locked or was read from"))
		}
		return payload{stream: stream}, ""
	}
	data, typ := ExtractBytes(c, v)
	return inMemory(data), typ
}

// ExtractBytes is the bytes and the type ("" for none) of a BodyInit that is no
// stream. They may be shared with a Blob: not to be written to.
//
// https://fetch.spec.whatwg.org/#bodyinit-safely-extract
func ExtractBytes(c js.Call, v goja.Value) ([]byte, string) {
	if text, ok := v.(goja.String); ok {
		return []byte(c.USVString(text, "body")), typeText
	}
	if data, ok := blob.Of(c.Realm, v); ok {
		return data.Bytes, data.Type
	}
	if data, ok := c.Bytes(v); ok {
		return data, ""
	}
	if form, ok := formdata.Of(c.Realm, v); ok {
		data, boundary := form.Encode()
		return data, "multipart/form-data; boundary=" + boundary
	}
	if params, ok := js.Native[*weburl.Params](c.Realm, v); ok {
		return []byte(params.String()), typeForm
	}
	return []byte(c.USVString(v, "body")), typeText
}

func inMemory(data []byte) payload { return payload{body: &Body{Bytes: data}} }
