package xhr

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
	"asterism/webapi/fetch"
)

// Options is what the classes need to know about the realm.
type Options struct {
	Host fetch.Host
	// BodyLimit is how many bytes of a response are kept at most; 0: no limit.
	BodyLimit int64
	// Documents is there in windows only.
	Documents Documents
}

// Documents makes and reads documents, which only windows have.
type Documents interface {
	// Parse makes a Document object of text; mime is its type without
	// parameters, an HTML or an XML one. It gives null for text that is not
	// well-formed.
	Parse(text, mime, url string) goja.Value
	// Encoding is what the first bytes of a page say of its encoding; "": nothing.
	Encoding(page []byte) string
	// Serialize is the text of v and its type when it is a Document.
	Serialize(v goja.Value) (text, mime string, ok bool)
}

// realm is what the package keeps for a realm.
type realm struct {
	*js.Realm
	opts        Options
	uploadClass js.Described
	window      bool
}

type realmKey struct{}

// Install exposes XMLHttpRequest. Package fetch must be installed too.
func Install(r *js.Realm, opts Options) {
	r.Attach(realmKey{}, &realm{Realm: r, opts: opts, uploadClass: uploadClass, window: opts.Documents != nil})
	r.Expose(targetClass)
	r.Expose(uploadClass)
	r.Expose(requestClass)
}

// handlers are the event handlers that requests and uploads share.
var handlers = []string{"loadstart", "progress", "abort", "error", "load", "timeout", "loadend"}

// targetClass is XMLHttpRequestEventTarget.
//
// https://xhr.spec.whatwg.org/#xmlhttprequesteventtarget
var targetClass = &js.Class[events.Node]{
	Name:   "XMLHttpRequestEventTarget",
	Parent: events.TargetClass,
	Attrs:  events.Handlers[events.Node](handlers...),
}

// upload is the native value of an XMLHttpRequestUpload.
type upload struct{ events.Target }

// uploadClass is XMLHttpRequestUpload.
//
// https://xhr.spec.whatwg.org/#xmlhttprequestupload
var uploadClass = &js.Class[*upload]{Name: "XMLHttpRequestUpload", Parent: targetClass}
