package cachestorage

import (
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/cachestorage/cachematch"
	"asterism/webapi/fetch"
)

// asked is a RequestInfo as a request: a Request object's, or a new one's for a
// URL. A TypeError when it is neither.
func (x *realm) asked(v goja.Value) *fetch.Request {
	q, _ := fetch.RequestOf(x.Realm, x.request(v))
	return q
}

// request is a RequestInfo as a Request object.
func (x *realm) request(v goja.Value) *goja.Object {
	if _, ok := fetch.RequestOf(x.Realm, v); ok {
		return v.(*goja.Object)
	}
	o, err := x.VM.New(x.Constructor(fetch.RequestClass), v)
	if err != nil {
		if thrown, ok := err.(*goja.Exception); ok {
			x.Throw(thrown.Value())
		}
		panic(err) // a limit: not for the script to catch
	}
	return o
}

// query reads a RequestInfo and CacheQueryOptions.
func (x *realm) query(c js.Call, info, options goja.Value) cachematch.Query {
	q := newQuery(x.asked(info))
	if o := c.Dict(options, "options"); o != nil {
		flag := func(name string) bool {
			v := c.Member(o, name)
			return v != nil && v.ToBoolean()
		}
		q.IgnoreSearch, q.IgnoreMethod, q.IgnoreVary = flag("ignoreSearch"), flag("ignoreMethod"), flag("ignoreVary")
	}
	return q
}

func newQuery(r *fetch.Request) cachematch.Query {
	method := r.Method
	if method == "" {
		method = "GET"
	}
	return cachematch.Query{Method: method, URL: r.URL, Header: r.Headers.Get}
}

// everything is the query of a match without a request.
func everything(info goja.Value) bool { return goja.IsUndefined(info) }

// entryOf is the entry for a request and response, without the body.
func entryOf(q *fetch.Request, r *fetch.Response) schemas.CacheEntry {
	e := schemas.CacheEntry{
		Request: schemas.Request{
			Method: "GET", URL: q.URL, Mode: q.Mode, Credentials: q.Credentials, Cache: q.Cache, Redirect: q.Redirect,
			Destination: q.Destination, Referrer: q.Referrer, ReferrerPolicy: q.ReferrerPolicy, Integrity: q.Integrity,
			Keepalive: q.Keepalive, Reload: q.Reload, History: q.History,
		},
		Response: schemas.Response{Type: r.Type, URLs: r.URLs, Status: uint16(r.Status), StatusText: r.StatusText},
	}
	for name, value := range q.Headers.All() {
		e.Request.Headers.Append(name, value)
	}
	for name, value := range r.Headers.All() {
		e.Response.Headers.Append(name, value)
	}
	return e
}

// requestOf is the request an entry was put with.
func requestOf(e schemas.CacheEntry) *fetch.Request {
	q := &e.Request
	return &fetch.Request{
		Method: q.Method, URL: q.URL, Headers: headersOf(q.Headers), Mode: q.Mode, Credentials: q.Credentials, Cache: q.Cache, Redirect: q.Redirect,
		Destination: q.Destination, Referrer: q.Referrer, ReferrerPolicy: q.ReferrerPolicy, Integrity: q.Integrity,
		Keepalive: q.Keepalive, Reload: q.Reload, History: q.History,
	}
}

func headersOf(block schemas.HeaderBlock) *fetch.Headers {
	return fetch.LazyHeaders(fetch.GuardImmutable, func(yield func(name, value string) bool) {
		for name, value := range block.All() {
			if !yield(name, value) {
				return
			}
		}
	})
}

// storable says why a request and response cannot be put; "" when they can.
//
// https://w3c.github.io/ServiceWorker/#cache-put steps 4 to 7
func storable(q *fetch.Request, r *fetch.Response) string {
	switch {
	case !strings.HasPrefix(q.URL, "http://") && !strings.HasPrefix(q.URL, "https://"):
		return "only http and https URLs can be cached, not " + q.URL
	case q.Method != "" && q.Method != "GET":
		return "only GET requests can be cached, not " + q.Method
	case r == nil:
		return ""
	case r.Status == 206:
		return "a partial response (206) cannot be cached"
	}
	if r.Type == "opaque" || r.Type == "opaqueredirect" { // no headers can be seen
		return ""
	}
	if value, ok := r.Headers.Get("vary"); ok {
		for name := range strings.SplitSeq(value, ",") {
			if strings.Trim(name, " \t") == "*" {
				return "a response with Vary: * cannot be cached"
			}
		}
	}
	return ""
}
