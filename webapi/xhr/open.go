package xhr

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/fetch"
)

// open is https://xhr.spec.whatwg.org/#the-open()-method
func (x *request) open(c js.Call) goja.Value {
	method := c.ByteString(c.Arg(0), "method")
	raw := c.USVString(c.Arg(1), "url")
	async := len(c.Args) < 3 || c.Arg(2).ToBoolean() // 7
	user, password := credential(c, 3), credential(c, 4)
	if x.realm.window && x.realm.Context().Err() != nil { // 1
		x.fail(c, "InvalidStateError", "the document is gone")
	}
	if !fetch.ValidMethod(method) { // 2
		x.fail(c, "SyntaxError", "the method is not an HTTP token")
	}
	if fetch.ForbiddenMethod(method) { // 3
		x.fail(c, "SecurityError", "the method "+method+" is forbidden")
	}
	method = fetch.NormalizeMethod(method) // 4
	url, err := fetch.Parse(c.Realm, raw)  // 5
	if err != nil {                        // 6
		x.fail(c, "SyntaxError", err.Error())
	}
	if url.Hostname() != "" { // 8
		if user != nil {
			url.SetUsername(*user)
		}
		if password != nil {
			url.SetPassword(*password)
		}
	}
	if !async && x.realm.window && (x.timeout != 0 || x.responseType != "") { // 9
		x.fail(c, "InvalidAccessError", "a synchronous request of a document has neither a timeout nor a response type")
	}
	x.terminate()                                                                         // 10
	x.sent, x.method, x.url, x.sync, x.uploadListened = false, method, url, !async, false // 11
	x.headers = fetch.NewHeaders(fetch.GuardNone)
	x.forget()
	if x.state != opened { // 12
		x.state = opened
		x.changed()
	}
	return goja.Undefined()
}

// credential is the i-th argument, a nullable string; nil: null or not given.
func credential(c js.Call, i int) *string {
	v := c.Arg(i)
	if goja.IsUndefined(v) || goja.IsNull(v) {
		return nil
	}
	s := c.USVString(v, "credential")
	return &s
}

// forget makes the response a network error without bytes.
func (x *request) forget() {
	x.response, x.visible, x.received, x.object, x.failed = nil, nil, nil, nil, false
}

// setRequestHeader is https://xhr.spec.whatwg.org/#the-setrequestheader()-method
func (x *request) setRequestHeader(c js.Call) goja.Value {
	name, value := c.ByteString(c.Arg(0), "name"), c.ByteString(c.Arg(1), "value")
	x.mustBeOpened(c)                    // 1, 2
	value = fetch.NormalizeValue(value)  // 3
	if !fetch.ValidHeader(name, value) { // 4
		x.fail(c, "SyntaxError", "the header's name or value is not valid")
	}
	if fetch.ForbiddenRequestHeader(name, value) { // 5
		return goja.Undefined()
	}
	if have, ok := x.headers.Get(name); ok { // 6
		value = have + ", " + value
	}
	x.headers.Put(name, value)
	return goja.Undefined()
}

func (x *request) mustBeOpened(c js.Call) {
	if x.state != opened || x.sent {
		x.fail(c, "InvalidStateError", "it is not open, or was sent already")
	}
}

// setTimeout is https://xhr.spec.whatwg.org/#the-timeout-attribute
func (x *request) setTimeout(c js.Call, v goja.Value) {
	ms := uint32(c.Integer(v, "timeout", 32))
	if x.realm.window && x.sync {
		x.fail(c, "InvalidAccessError", "a synchronous request of a document has no timeout")
	}
	x.timeout = ms
	if x.call != nil {
		x.watch()
	}
}

// setCredentials is https://xhr.spec.whatwg.org/#the-withcredentials-attribute
func (x *request) setCredentials(c js.Call, v goja.Value) {
	if x.state > opened || x.sent { // 1, 2
		x.fail(c, "InvalidStateError", "withCredentials cannot be set once the request is sent")
	}
	x.credentials = v.ToBoolean()
}
