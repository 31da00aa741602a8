package fetch

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// RequestClass is Request.
//
// https://fetch.spec.whatwg.org/#request-class
var RequestClass = &js.Class[*request]{
	Name:   "Request",
	Length: 1,
	New:    func(c js.Call) *request { return newRequest(c) },
	Attrs: append([]js.Attr[*request]{
		text("method", func(q *request) string { return or(q.Method, "GET") }),
		text("url", func(q *request) string { return q.URL }),
		{Name: "headers", Get: func(q *request, c js.Call) goja.Value { return q.headersObject(c.Realm) }},
		text("destination", func(q *request) string {
			if q.Destination == "serviceworker" {
				return ""
			}
			return q.Destination
		}),
		text("referrer", func(q *request) string { return q.Referrer }),
		text("referrerPolicy", func(q *request) string { return q.ReferrerPolicy }),
		text("mode", func(q *request) string { return or(q.Mode, "no-cors") }),
		text("credentials", func(q *request) string { return or(q.Credentials, "same-origin") }),
		text("cache", func(q *request) string { return or(q.Cache, "default") }),
		text("redirect", func(q *request) string { return or(q.Redirect, "follow") }),
		text("integrity", func(q *request) string { return q.Integrity }),
		{Name: "keepalive", Get: func(q *request, c js.Call) goja.Value { return c.VM.ToValue(q.Keepalive) }},
		{Name: "isReloadNavigation", Get: func(q *request, c js.Call) goja.Value { return c.VM.ToValue(q.Reload) }},
		{Name: "isHistoryNavigation", Get: func(q *request, c js.Call) goja.Value { return c.VM.ToValue(q.History) }},
		{Name: "signal", Get: func(q *request, c js.Call) goja.Value { return q.follow(c.Realm).Object() }},
		text("duplex", func(*request) string { return "half" }),
	}, bodyAttrs[*request]()...),
	Methods: append([]js.Method[*request]{
		{Name: "clone", Call: cloneRequest},
	}, bodyMethods[*request]()...),
}

func text[T any](name string, get func(T) string) js.Attr[T] {
	return js.Attr[T]{Name: name, Get: func(t T, c js.Call) goja.Value { return c.VM.ToValue(get(t)) }}
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// cloneRequest is https://fetch.spec.whatwg.org/#dom-request-clone
func cloneRequest(q *request, c js.Call) goja.Value {
	if q.payload.unusable() { // 1
		c.Throw(c.TypeError("a request whose body was read, or is locked, cannot be cloned"))
	}
	copied := &request{Request: q.Request} // 2
	copied.Headers = q.Headers.Clone(q.Headers.Guard())
	copied.payload = q.payload.clone()
	copied.sources = q.signals() // 4
	return c.Wrap(realmOf(c.Realm).classes.request, copied)
}
