package fetch

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/abort"
)

// requestInit is a RequestInit dictionary. Empty strings are members that are
// not there, except for referrer.
//
// https://fetch.spec.whatwg.org/#requestinit
type requestInit struct {
	empty                      bool
	body                       goja.Value // nil: not there, or null
	cache, credentials, duplex string
	headers                    goja.Value // nil: not there
	integrity                  *string
	keepalive                  *bool
	method                     *string
	mode, redirect             string
	referrer, referrerPolicy   *string
	signal                     *abort.Signal
	hasSignal, badWindow       bool
}

// readInit converts a RequestInit, its members in the order Web IDL has.
func readInit(c js.Call, v goja.Value) *requestInit {
	init := &requestInit{empty: true}
	d := c.Dict(v, "init")
	if d == nil {
		return init
	}
	get := func(name string) goja.Value {
		v := c.Member(d, name)
		if v != nil {
			init.empty = false
		}
		return v
	}
	enum := func(name string, allowed ...string) string {
		if v := get(name); v != nil {
			return c.Enum(v, "init."+name, allowed...)
		}
		return ""
	}
	str := func(name string, convert func(v goja.Value, what string) string) *string {
		v := get(name)
		if v == nil {
			return nil
		}
		s := convert(v, "init."+name)
		return &s
	}
	if v := get("body"); v != nil && !goja.IsNull(v) {
		init.body = v
	}
	init.cache = enum("cache", "default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached")
	init.credentials = enum("credentials", "omit", "same-origin", "include")
	init.duplex = enum("duplex", "half")
	init.headers = get("headers")
	init.integrity = str("integrity", c.String)
	if v := get("keepalive"); v != nil {
		keepalive := v.ToBoolean()
		init.keepalive = &keepalive
	}
	init.method = str("method", c.ByteString)
	init.mode = enum("mode", "navigate", "same-origin", "no-cors", "cors")
	enum("priority", "high", "low", "auto")
	init.redirect = enum("redirect", "follow", "error", "manual")
	init.referrer = str("referrer", c.USVString)
	if v := get("referrerPolicy"); v != nil {
		policy := c.Enum(v, "init.referrerPolicy", append([]string{""}, referrerPolicies...)...)
		init.referrerPolicy = &policy
	}
	if v := get("signal"); v != nil {
		init.hasSignal = true
		var ok bool
		if init.signal, ok = js.Native[*abort.Signal](c.Realm, v); !ok && !goja.IsNull(v) {
			c.Throw(c.TypeError("init.signal is not an AbortSignal"))
		}
	}
	if v := get("window"); v != nil {
		init.badWindow = !goja.IsNull(v)
	}
	return init
}
