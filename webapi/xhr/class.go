package xhr

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// requestClass is XMLHttpRequest.
//
// https://xhr.spec.whatwg.org/#interface-xmlhttprequest
var requestClass = &js.Class[*request]{
	Name:   "XMLHttpRequest",
	Parent: targetClass,
	New:    newRequest,
	Attrs: append(events.Handlers[*request]("readystatechange"), []js.Attr[*request]{
		{Name: "readyState", Get: func(x *request, c js.Call) goja.Value { return c.VM.ToValue(x.state) }},
		{Name: "timeout", Get: func(x *request, c js.Call) goja.Value { return c.VM.ToValue(x.timeout) }, Set: (*request).setTimeout},
		{Name: "withCredentials", Get: func(x *request, c js.Call) goja.Value { return c.VM.ToValue(x.credentials) }, Set: (*request).setCredentials},
		{Name: "upload", Get: func(x *request, _ js.Call) goja.Value { return x.uploadObject() }},
		{Name: "responseURL", Get: func(x *request, c js.Call) goja.Value { return c.VM.ToValue(x.responseURL()) }},
		{Name: "status", Get: func(x *request, c js.Call) goja.Value { return c.VM.ToValue(x.status()) }},
		{Name: "statusText", Get: (*request).statusText},
		{Name: "responseType", Get: func(x *request, c js.Call) goja.Value { return c.VM.ToValue(x.responseType) }, Set: (*request).setResponseType},
		{Name: "response", Get: (*request).responseValue},
		{Name: "responseText", Get: (*request).responseText},
		{Name: "responseXML", Get: (*request).responseXML},
	}...),
	Methods: []js.Method[*request]{
		{Name: "open", Length: 2, Call: (*request).open},
		{Name: "setRequestHeader", Length: 2, Call: (*request).setRequestHeader},
		{Name: "send", Call: (*request).send},
		{Name: "abort", Call: func(x *request, _ js.Call) goja.Value { x.abort(); return goja.Undefined() }},
		{Name: "getResponseHeader", Length: 1, Call: (*request).getResponseHeader},
		{Name: "getAllResponseHeaders", Call: (*request).getAllResponseHeaders},
		{Name: "overrideMimeType", Length: 1, Call: (*request).overrideMimeType},
	},
	Consts: map[string]int{"UNSENT": unsent, "OPENED": opened, "HEADERS_RECEIVED": headersReceived, "LOADING": loading, "DONE": done},
}
