package fetch

import (
	"strings"

	"asterism/js"
	"asterism/webapi/abort"
	"asterism/webapi/weburl"
)

// newRequest is the constructor.
//
// https://fetch.spec.whatwg.org/#dom-request
func newRequest(c js.Call) *request {
	x := realmOf(c.Realm)
	input, fromRequest := js.Native[*request](c.Realm, c.Arg(0))
	url := ""
	if !fromRequest {
		url = c.USVString(c.Arg(0), "input")
	}
	init := readInit(c, c.Arg(1))
	q := &request{}
	fallbackMode := ""
	if fromRequest { // 6
		q.Request = input.Request // 12, with the headers below
		q.sources = input.signals()
	} else { // 5
		parsed, err := x.parse(url)
		if err != nil {
			c.Throw(c.TypeError("%s", err.Error()))
		}
		if parsed.Username() != "" || parsed.Password() != "" {
			c.Throw(c.TypeError("a request's URL cannot hold a user name or password: %s", clip(url)))
		}
		q.URL, fallbackMode, q.Referrer = parsed.Href(), "cors", "about:client"
		q.Blob = x.blobEntry(parsed)
	}
	if init.badWindow { // 10
		c.Throw(c.TypeError("init.window can only be null"))
	}
	q.apply(c, x, init, fallbackMode) // 13 – 25
	if init.hasSignal {               // 26
		q.sources = nil
		if init.signal != nil {
			q.sources = []*abort.Signal{init.signal}
		}
	}
	q.setHeaders(c, init, input) // 31 – 33
	q.setBody(c, init, input)    // 34 – 42
	return q
}

// apply takes over what init says but headers, signal and body.
func (q *request) apply(c js.Call, x *realm, init *requestInit, fallbackMode string) {
	if !init.empty { // 13
		if q.Mode == "navigate" {
			q.Mode = "same-origin"
		}
		q.Reload, q.History = false, false
		q.Origin, q.Relation = "", ""
		q.Referrer, q.ReferrerPolicy = "about:client", ""
	}
	if init.referrer != nil { // 14
		q.Referrer = x.referrer(c, *init.referrer)
	}
	if init.referrerPolicy != nil { // 15
		q.ReferrerPolicy = *init.referrerPolicy
	}
	mode := or(init.mode, fallbackMode) // 16
	if mode == "navigate" {             // 17
		c.Throw(c.TypeError("init.mode cannot be 'navigate'"))
	}
	q.Mode = or(mode, q.Mode)                                   // 18
	q.Credentials = or(init.credentials, q.Credentials)         // 19
	q.Cache = or(init.cache, q.Cache)                           // 20
	if q.Cache == "only-if-cached" && q.Mode != "same-origin" { // 21
		c.Throw(c.TypeError("the cache mode 'only-if-cached' needs the mode 'same-origin'"))
	}
	q.Redirect = or(init.redirect, q.Redirect) // 22
	if init.integrity != nil {                 // 23
		q.Integrity = *init.integrity
	}
	if init.keepalive != nil { // 24
		q.Keepalive = *init.keepalive
	}
	if init.method != nil { // 25
		if checkName(*init.method) != nil || ForbiddenMethod(*init.method) {
			c.Throw(c.TypeError("'%s' is not a method that a request can have", clip(*init.method)))
		}
		q.Method = NormalizeMethod(*init.method)
	}
}

// referrer is step 14.
func (x *realm) referrer(c js.Call, referrer string) string {
	if referrer == "" {
		return ""
	}
	parsed, err := x.parse(referrer)
	if err != nil {
		c.Throw(c.TypeError("init.referrer: %s", err.Error()))
	}
	if parsed.Href() == "about:client" || !x.sameOrigin(parsed) {
		return "about:client"
	}
	return parsed.Href()
}

func (x *realm) sameOrigin(u *weburl.URL) bool {
	origin := u.Origin()
	return origin != "null" && origin == x.opts.Origin
}

// setHeaders is steps 31 to 33; input is nil unless it was a Request.
func (q *request) setHeaders(c js.Call, init *requestInit, input *request) {
	guard := GuardRequest                   // 31
	if or(q.Mode, "no-cors") == "no-cors" { // 32
		switch or(q.Method, "GET") {
		case "GET", "HEAD", "POST":
		default:
			c.Throw(c.TypeError("the mode 'no-cors' allows the methods GET, HEAD and POST, not %s", clip(q.Method)))
		}
		guard = GuardRequestNoCORS
	}
	var old *Headers
	if input != nil {
		old = input.Headers
	}
	if init.empty { // the headers are copied as they are
		q.Headers = old.Clone(guard)
		return
	}
	q.Headers = NewHeaders(guard) // 33.3
	switch {
	case init.headers != nil: // 33.2, 33.5
		q.Headers.fillFrom(c, init.headers)
	default: // 33.4
		for name, value := range old.All() {
			check(c, q.Headers.Append(name, value))
		}
	}
}

// setBody is steps 34 to 42.
func (q *request) setBody(c js.Call, init *requestInit, input *request) {
	inherits := input != nil && !input.payload.null() // 34
	if init.body == nil && !inherits {
		return
	}
	if method := or(q.Method, "GET"); method == "GET" || method == "HEAD" { // 35
		c.Throw(c.TypeError("a request with the method %s cannot have a body", method))
	}
	if init.body != nil { // 37
		var typ string
		q.payload, typ = extract(c, init.body, q.Keepalive)
		if typ != "" && !q.Headers.Has("content-type") {
			check(c, q.Headers.Append("Content-Type", typ))
		}
		if q.payload.stream != nil { // 39
			if init.duplex == "" {
				c.Throw(c.TypeError("a request whose body is a stream needs init.duplex: 'half'"))
			}
			if q.Mode != "same-origin" && q.Mode != "cors" {
				c.Throw(c.TypeError("a stream as body needs the mode 'same-origin' or 'cors'"))
			}
		}
		return
	}
	// Step 39 is not for inherited bodies here: one that came over the bus as a
	// stream had a source at the client, as the spec sees it.
	if input.payload.unusable() { // 41
		c.Throw(c.TypeError("the input's body was read already, or is locked to a reader"))
	}
	q.payload = input.payload.proxy()
}

// NormalizeMethod is https://fetch.spec.whatwg.org/#concept-method-normalize
func NormalizeMethod(method string) string {
	switch upper := strings.ToUpper(method); upper {
	case "DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT":
		return upper
	}
	return method
}
