package xhr

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/blob"
	"asterism/webapi/fetch"
)

func (x *request) status() int {
	if x.response == nil {
		return 0
	}
	return x.response.Status
}

func (x *request) statusText(c js.Call) goja.Value {
	if x.response == nil {
		return c.VM.ToValue("")
	}
	return fetch.ByteString(c.VM, x.response.StatusText)
}

// responseURL is https://xhr.spec.whatwg.org/#the-responseurl-attribute
func (x *request) responseURL() string {
	if x.response == nil || len(x.response.URLs) == 0 {
		return ""
	}
	url, _, _ := strings.Cut(x.response.URLs[len(x.response.URLs)-1], "#")
	return url
}

// getResponseHeader is https://xhr.spec.whatwg.org/#the-getresponseheader()-method
func (x *request) getResponseHeader(c js.Call) goja.Value {
	value, ok := x.visible.Get(c.ByteString(c.Arg(0), "name"))
	if !ok {
		return goja.Null()
	}
	return fetch.ByteString(c.VM, value)
}

// getAllResponseHeaders is https://xhr.spec.whatwg.org/#the-getallresponseheaders()-method
func (x *request) getAllResponseHeaders(c js.Call) goja.Value {
	fields := slices.Clone(x.visible.Sorted())
	slices.SortStableFunc(fields, func(a, b fetch.Field) int { return cmp.Compare(strings.ToUpper(a.Name), strings.ToUpper(b.Name)) })
	var b strings.Builder
	for _, f := range fields {
		b.WriteString(f.Name)
		b.WriteString(": ")
		b.WriteString(f.Value)
		b.WriteString("\r\n")
	}
	return fetch.ByteString(c.VM, b.String())
}

// setResponseType is https://xhr.spec.whatwg.org/#the-responsetype-attribute
func (x *request) setResponseType(c js.Call, v goja.Value) {
	typ := c.String(v, "responseType")
	switch typ {
	case "", "arraybuffer", "blob", "document", "json", "text":
	default: // not a value of the enumeration
		return
	}
	if !x.realm.window && typ == "document" { // 1
		return
	}
	if x.state >= loading { // 2
		x.fail(c, "InvalidStateError", "the response type cannot be set once the response arrives")
	}
	if x.realm.window && x.sync { // 3
		x.fail(c, "InvalidAccessError", "a synchronous request of a document has no response type")
	}
	x.responseType = typ
}

// responseValue is https://xhr.spec.whatwg.org/#the-response-attribute
func (x *request) responseValue(c js.Call) goja.Value {
	if x.responseType == "" || x.responseType == "text" { // 1
		if x.state < loading {
			return c.VM.ToValue("")
		}
		return c.VM.ToValue(x.text())
	}
	if x.state != done || x.failed || x.response == nil { // 2, 3
		return goja.Null()
	}
	if x.object != nil { // 4
		return x.object
	}
	switch x.responseType {
	case "arraybuffer": // 5
		x.object = c.ArrayBuffer(slices.Clone(x.received))
	case "blob": // 6
		t := x.finalType()
		x.object = blob.New(c.Realm, &blob.Blob{Bytes: x.received, Type: t.String()})
	case "document": // 7
		x.object = x.document()
	case "json": // 8
		x.object = x.json(c)
	}
	if x.object == nil {
		x.failed = true
		return goja.Null()
	}
	return x.object
}

// json is step 8; nil: the body is not JSON.
func (x *request) json(c js.Call) goja.Value {
	if x.response.Body == nil {
		return nil
	}
	parse, ok := goja.AssertFunction(c.Intrinsic("JSON").(*goja.Object).Get("parse"))
	if !ok {
		return nil
	}
	v, err := parse(goja.Undefined(), c.VM.ToValue(utf8(x.received)))
	if err != nil {
		return nil
	}
	return v
}

// responseText is https://xhr.spec.whatwg.org/#the-responsetext-attribute
func (x *request) responseText(c js.Call) goja.Value {
	if x.responseType != "" && x.responseType != "text" { // 1
		x.fail(c, "InvalidStateError", "responseText needs the response type '' or 'text'")
	}
	if x.state < loading { // 2
		return c.VM.ToValue("")
	}
	return c.VM.ToValue(x.text())
}

// responseXML is https://xhr.spec.whatwg.org/#the-responsexml-attribute
func (x *request) responseXML(c js.Call) goja.Value {
	if x.responseType != "" && x.responseType != "document" { // 1
		x.fail(c, "InvalidStateError", "responseXML needs the response type '' or 'document'")
	}
	if x.state != done || x.response == nil || x.failed { // 2
		return goja.Null()
	}
	if x.object == nil { // 4, 5
		x.object = x.document()
	}
	if x.object == nil {
		return goja.Null()
	}
	return x.object
}
