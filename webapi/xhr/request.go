package xhr

import (
	"time"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
	"asterism/webapi/fetch"
	"asterism/webapi/mimetype"
	"asterism/webapi/weburl"
)

// States of a request.
//
// https://xhr.spec.whatwg.org/#states
const (
	unsent = iota
	opened
	headersReceived
	loading
	done
)

// request is the native value of an XMLHttpRequest. Loop only.
type request struct {
	events.Target
	realm *realm
	state int

	// Set by open and the setters.
	method      string
	url         *weburl.URL
	headers     *fetch.Headers // author request headers
	sync        bool
	timeout     uint32 // milliseconds, 0: none
	credentials bool   // cross-origin credentials
	override    *mimetype.Type

	// Of the request sent.
	sent           bool // send() invoked
	uploaded       bool // upload complete
	uploadListened bool // upload listener
	uploadLength   int
	upload         *upload
	uploadSeen     *goja.Object
	call           *call // under way; nil: none
	began          time.Time
	timer          *js.Timer

	// Of the response.
	responseType string
	response     *fetch.Response // nil: a network error
	visible      *fetch.Headers  // what a script sees of its headers
	received     []byte
	object       goja.Value // the response object, once made
	failed       bool       // the response object is failure
}

// newRequest is https://xhr.spec.whatwg.org/#dom-xmlhttprequest
func newRequest(c js.Call) *request {
	x := &request{realm: c.Slot(realmKey{}).(*realm), headers: fetch.NewHeaders(fetch.GuardNone), upload: new(upload)}
	x.Bind(c.This.(*goja.Object))
	x.upload.BindLazily(x.uploadObject)
	return x
}

// uploadObject is the XMLHttpRequestUpload, made when it is asked for.
func (x *request) uploadObject() *goja.Object {
	if x.uploadSeen == nil {
		x.uploadSeen = x.realm.Wrap(x.realm.uploadClass, x.upload)
		x.upload.Bind(x.uploadSeen)
	}
	return x.uploadSeen
}

// changed fires readystatechange.
func (x *request) changed() {
	x.realm.ended(events.FireSimple(x.realm.Realm, x, "readystatechange"))
}

// progress fires a progress event at x or its upload.
//
// https://xhr.spec.whatwg.org/#concept-event-fire-progress
func (x *request) progress(at events.Node, typ string, loaded, total int) {
	e := &events.ProgressEvent{Event: events.Event{Type: typ}, Loaded: float64(loaded), Total: float64(total), LengthComputable: total != 0}
	_, err := events.Fire(x.realm.Realm, at, events.ProgressEventClass, e)
	x.realm.ended(err)
}

// fail throws a DOMException.
func (x *request) fail(c js.Call, name, why string) {
	c.Throw(c.DOMException(name, "XMLHttpRequest: %s", why))
}
