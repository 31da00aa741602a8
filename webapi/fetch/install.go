package fetch

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/blob"
	"asterism/webapi/weburl"
)

// Options is what the classes need to know about the realm.
type Options struct {
	// BaseURL resolves relative URLs: the URL of the worker's script or of the
	// document. "": only absolute URLs work.
	BaseURL string
	// Base is a base URL that may change, such as a document's, and goes before
	// BaseURL; nil: it does not.
	Base func() string
	// Origin is the realm's origin; "" takes BaseURL's.
	Origin string
	// SetCookie lets scripts put Set-Cookie into a response's headers, which
	// the standard forbids because a browser could not obey.
	SetCookie bool
	// BodyLimit is how many bytes text(), json() and their like read into
	// memory at most; 0: no limit. A longer body rejects with a RangeError.
	BodyLimit int64
	// Blobs has the blobs that blob: URLs mean; nil: none.
	Blobs *blob.Store
}

// realm is the package's state in one realm.
type realm struct {
	*js.Realm
	host    Host
	opts    Options
	base    *weburl.URL // nil: none
	classes classes
	json    struct{ parse, stringify goja.Callable }
}

// classes is the package's classes, got through the realm because their own
// functions make instances of them.
type classes struct{ headers, request, response js.Described }

type realmKey struct{}

// Install exposes Headers, Request, Response and fetch. The packages events,
// abort, streams, blob and formdata must be installed too.
func Install(r *js.Realm, h Host, opts Options) {
	x := &realm{Realm: r, host: h, opts: opts, classes: classes{HeadersClass, RequestClass, ResponseClass}}
	if base, err := weburl.Parse(opts.BaseURL); err == nil {
		x.base = base
		if x.opts.Origin == "" {
			x.opts.Origin = base.Origin()
		}
	}
	r.Attach(realmKey{}, x)
	r.Expose(HeadersClass)
	r.Expose(RequestClass)
	r.Expose(ResponseClass)
	r.Operation(js.Function{Name: "fetch", Length: 1, Async: true, Call: x.fetch})
}

func realmOf(r *js.Realm) *realm {
	x, ok := r.Slot(realmKey{}).(*realm)
	if !ok {
		panic("fetch: Install was not called for this realm")
	}
	return x
}

// responseGuard is the guard of headers that a script gives a response.
func (x *realm) responseGuard() Guard {
	if x.opts.SetCookie {
		return GuardServerResponse
	}
	return GuardResponse
}

// parse parses a URL against the realm's base.
func (x *realm) parse(url string) (*weburl.URL, error) {
	if x.opts.Base != nil {
		if now := x.opts.Base(); now != x.opts.BaseURL {
			x.opts.BaseURL = now
			x.base, _ = weburl.Parse(now)
		}
	}
	return weburl.ParseRef(url, x.base)
}

// toJSON is https://infra.spec.whatwg.org/#serialize-a-javascript-value-to-json-bytes
func (x *realm) toJSON(v goja.Value) []byte {
	x.intrinsics()
	text, err := x.json.stringify(goja.Undefined(), v)
	if err != nil {
		x.rethrow(err)
	}
	if goja.IsUndefined(text) {
		x.Throw(x.TypeError("the value cannot be said in JSON"))
	}
	return []byte(text.String())
}

// fromJSON is https://infra.spec.whatwg.org/#parse-json-bytes-to-a-javascript-value
func (x *realm) fromJSON(text string) goja.Value {
	x.intrinsics()
	v, err := x.json.parse(goja.Undefined(), x.VM.ToValue(text))
	if err != nil {
		x.rethrow(err)
	}
	return v
}

func (x *realm) intrinsics() {
	if x.json.parse == nil {
		global := x.VM.GlobalObject().Get("JSON").(*goja.Object)
		x.json.parse, _ = goja.AssertFunction(global.Get("parse"))
		x.json.stringify, _ = goja.AssertFunction(global.Get("stringify"))
	}
}

// rethrow passes on what a call threw.
func (x *realm) rethrow(err error) {
	if exception, ok := err.(*goja.Exception); ok {
		x.Throw(exception.Value())
	}
	panic(err) // a limit: not for the script to catch
}
