package fetch

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// ResponseClass is Response.
//
// https://fetch.spec.whatwg.org/#response-class
var ResponseClass = &js.Class[*response]{
	Name: "Response",
	New:  responseFromScript,
	Attrs: append([]js.Attr[*response]{
		text("type", func(p *response) string { return or(p.Type, "default") }),
		text("url", (*response).url),
		{Name: "redirected", Get: func(p *response, c js.Call) goja.Value { return c.VM.ToValue(len(p.URLs) > 1 && p.Type != "opaque") }},
		{Name: "status", Get: func(p *response, c js.Call) goja.Value { return c.VM.ToValue(p.status()) }},
		{Name: "ok", Get: func(p *response, c js.Call) goja.Value {
			return c.VM.ToValue(p.status() >= 200 && p.status() <= 299)
		}},
		{Name: "statusText", Get: func(p *response, c js.Call) goja.Value {
			if hides(p.Type) {
				return c.VM.ToValue("")
			}
			return ByteString(c.VM, p.StatusText)
		}},
		{Name: "headers", Get: func(p *response, c js.Call) goja.Value { return p.headersObject(c.Realm) }},
	}, bodyAttrs[*response]()...),
	Methods: append([]js.Method[*response]{
		{Name: "clone", Call: cloneResponse},
	}, bodyMethods[*response]()...),
	Static: []js.Function{
		{Name: "error", Call: errorResponse},
		{Name: "json", Length: 1, Call: jsonResponse},
		{Name: "redirect", Length: 1, Call: redirectResponse},
	},
}

// status is what a script sees of it.
func (p *response) status() int {
	if hides(p.Type) {
		return 0
	}
	return p.Status
}

// responseFromScript is https://fetch.spec.whatwg.org/#dom-response
func responseFromScript(c js.Call) *response {
	var init responseInit
	init.read(c, c.Arg(1))
	p := &response{}
	p.Headers = NewHeaders(realmOf(c.Realm).responseGuard()) // 2
	typ := ""
	if body := c.Arg(0); !goja.IsUndefined(body) && !goja.IsNull(body) { // 4
		p.payload, typ = extract(c, body, false)
	}
	p.initialize(c, &init, typ) // 5
	return p
}

// responseInit is https://fetch.spec.whatwg.org/#responseinit
type responseInit struct {
	headers    goja.Value // nil: not there
	status     int
	statusText string
}

func (init *responseInit) read(c js.Call, v goja.Value) {
	init.status = 200
	d := c.Dict(v, "init")
	if d == nil {
		return
	}
	init.headers = c.Member(d, "headers")
	if v := c.Member(d, "status"); v != nil {
		init.status = unsignedShort(v)
	}
	if v := c.Member(d, "statusText"); v != nil {
		init.statusText = c.ByteString(v, "init.statusText")
	}
}

// unsignedShort is https://webidl.spec.whatwg.org/#js-unsigned-short
func unsignedShort(v goja.Value) int { return int(uint16(v.ToInteger())) }

// initialize is https://fetch.spec.whatwg.org/#initialize-a-response; typ is
// the type of the body in the payload.
func (p *response) initialize(c js.Call, init *responseInit, typ string) {
	if init.status < 200 || init.status > 599 { // 1
		c.Throw(c.RangeError("the status %d is not in the range 200 to 599", init.status))
	}
	if !isReason(init.statusText) { // 2
		c.Throw(c.TypeError("the status text has a character that a reason phrase cannot have"))
	}
	p.Status, p.StatusText = init.status, init.statusText // 3, 4
	if init.headers != nil {                              // 5
		p.Headers.fillFrom(c, init.headers)
	}
	if p.payload.null() { // 6
		return
	}
	if nullBody(p.Status) {
		c.Throw(c.TypeError("a response with the status %d cannot have a body", p.Status))
	}
	if typ != "" && !p.Headers.Has("content-type") {
		p.Headers.Add("Content-Type", typ)
	}
}

// nullBody is https://fetch.spec.whatwg.org/#null-body-status
func nullBody(status int) bool {
	return status == 101 || status == 103 || status == 204 || status == 205 || status == 304
}

// isReason says whether s is a reason-phrase of RFC 9112.
func isReason(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

// errorResponse is https://fetch.spec.whatwg.org/#dom-response-error
func errorResponse(c js.Call) goja.Value {
	return NewResponse(c.Realm, &Response{Type: "error"})
}

// redirectResponse is https://fetch.spec.whatwg.org/#dom-response-redirect
func redirectResponse(c js.Call) goja.Value {
	url, status := c.USVString(c.Arg(0), "url"), 302
	if v := c.Arg(1); !goja.IsUndefined(v) {
		status = unsignedShort(v)
	}
	parsed, err := realmOf(c.Realm).parse(url) // 1
	if err != nil {                            // 2
		c.Throw(c.TypeError("%s", err.Error()))
	}
	switch status { // 3
	case 301, 302, 303, 307, 308:
	default:
		c.Throw(c.RangeError("%d is not a redirect status", status))
	}
	p := newResponse(c.Realm, &Response{Status: status}) // 4, 5
	p.Headers.Add("Location", parsed.Href())             // 6, 7
	return c.Wrap(realmOf(c.Realm).classes.response, p)
}

// jsonResponse is https://fetch.spec.whatwg.org/#dom-response-json
func jsonResponse(c js.Call) goja.Value {
	x := realmOf(c.Realm)
	var init responseInit
	init.read(c, c.Arg(1))
	p := &response{payload: inMemory(x.toJSON(c.Arg(0)))} // 1, 2
	p.Headers = NewHeaders(x.responseGuard())             // 3
	p.initialize(c, &init, typeJSON)                      // 4
	return c.Wrap(x.classes.response, p)
}

// cloneResponse is https://fetch.spec.whatwg.org/#dom-response-clone
func cloneResponse(p *response, c js.Call) goja.Value {
	if p.payload.unusable() { // 1
		c.Throw(c.TypeError("a response whose body was read, or is locked, cannot be cloned: clone it first"))
	}
	copied := &response{Response: p.Response} // 2
	copied.Headers = p.Headers.Clone(p.Headers.Guard())
	copied.payload = p.payload.clone()
	if hides(p.Type) {
		copied.inner, copied.seen = p.inner.clone(), p.seen
	} else if p.seen != nil && p.seen != p.Headers {
		copied.seen = p.seen.Clone(GuardImmutable)
	}
	return c.Wrap(realmOf(c.Realm).classes.response, copied) // 3
}
