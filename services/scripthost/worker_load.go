package scripthost

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/dop251/goja"

	"asterism/js/classic"
	"asterism/js/transpile"
	"asterism/schemas"
	"asterism/webapi/dataurl"
	"asterism/webapi/fetch"
)

// load gets the worker's script and makes its client. On an error nothing of it
// stays. From the worker's goroutine; the loop does not run yet.
func (w *worker) load(ctx context.Context) (program *goja.Program, err error) {
	s := w.owner.s
	a := &arrival{s: s}
	entered := false
	defer func() {
		switch {
		case err == nil:
		case entered:
			a.drop()
		case a.inbox != nil:
			a.inbox.stop()
		}
	}()
	src, mime, err := w.fetch(ctx, a)
	if err != nil {
		return nil, err
	}
	a.client.Type, a.client.FrameType, a.client.Host, a.client.Created = w.kind, "none", s.id, time.Now().UTC()
	if a.client.ID != "" {
		if _, err = s.clients.Create(ctx, a.client.ID, a.client); err != nil {
			return nil, err
		}
		entered = true
		if a.client.ControllerVersion != "" {
			s.settleController(ctx, a, a.client.ControllerScope, a.client.ControllerVersion)
		}
	}
	w.settle(&w.own, w, w.own.ctx, a.client)
	w.inbox, w.ancestors, w.secure = a.inbox, w.owner.ancestors, w.owner.isSecure()
	w.controller.Store(a.controller)
	// What is imported statically is still the owner's to allow; what the script
	// imports later is its own.
	w.policies.Store(w.owner.policies.Load())
	return w.compile(ctx, src, mime)
}

// fetch gets the script and fills in the client: its URL, origin and controller.
//
// https://html.spec.whatwg.org/#fetch-a-classic-worker-script
// https://html.spec.whatwg.org/#fetch-a-module-worker-script-tree
func (w *worker) fetch(ctx context.Context, a *arrival) (src []byte, mime string, err error) {
	from := w.owner
	a.client.URL, a.client.Origin = w.o.URL, from.origin
	q := &fetch.Request{URL: w.o.URL, Mode: "same-origin", Destination: w.kind}
	if err := from.Allow(q); err != nil {
		return nil, "", err
	}
	w.given = from.policies.Load()
	switch scheme, _, _ := strings.Cut(w.o.URL, ":"); scheme {
	case "data": // an opaque origin, which has no service workers
		a.client.Origin = "null"
		kind, src, ok := dataurl.Process(w.o.URL)
		if !ok {
			return nil, "", &fetch.NetworkError{Reason: "the data: URL does not parse"}
		}
		return src, kind.String(), nil
	case "blob":
		return w.fetchBlob(a)
	}
	return w.fetchHTTP(ctx, a, q)
}

// fetchBlob takes the script from a blob. Its client has the creator's service
// worker.
func (w *worker) fetchBlob(a *arrival) (src []byte, mime string, err error) {
	from := w.owner
	if w.blob == nil {
		return nil, "", &fetch.NetworkError{Reason: "no blob has this URL"}
	}
	if from.id == "" {
		return w.blob.Bytes, w.blob.Type, nil
	}
	if err := from.s.reserve(a); err != nil {
		return nil, "", err
	}
	a.client.Match = cmp.Or(from.client.Match, from.creationURL)
	if c := from.controller.Load(); c != nil {
		a.client.ControllerScope, a.client.ControllerVersion = c.scope, c.worker.Version
	}
	return w.blob.Bytes, w.blob.Type, nil
}

// fetchHTTP asks for the script, for a reserved client: the service worker that
// the last hop matches controls it.
func (w *worker) fetchHTTP(ctx context.Context, a *arrival, q *fetch.Request) (src []byte, mime string, err error) {
	from, s := w.owner, w.owner.s
	if err := s.reserve(a); err != nil {
		return nil, "", err
	}
	reply, err := s.net(ctx, w.request(a.client.ID, q.ReferrerPolicy))
	if err != nil {
		return nil, "", err
	}
	p := &reply.Response
	if err = from.admit(q, p.URLs); err == nil && (p.Status < 200 || p.Status > 299) {
		err = fmt.Errorf("the answer is %d %s", p.Status, p.StatusText)
	}
	if mime, _ = p.Headers.Get("Content-Type"); err == nil && !javaScript(mime) {
		err = notJavaScript(mime)
	}
	if err != nil {
		s.dropBody(ctx, p.Body)
		return nil, "", err
	}
	if src, err = s.read(ctx, p.Body); err != nil {
		return nil, "", err
	}
	if n := len(p.URLs); n > 0 {
		a.client.URL = p.URLs[n-1]
	}
	w.given = policiesOf(p.Headers, originOf(a.client.URL))
	a.client.ControllerScope, a.client.ControllerVersion = reply.ControllerScope, reply.ControllerVersion
	return src, mime, nil
}

// request is the request for the script, made by the owner for the client to be.
func (w *worker) request(reserved, policy string) schemas.NetRequest {
	credentials := "same-origin"
	if w.o.Type == "module" {
		credentials = w.o.Credentials
	}
	var headers schemas.HeaderBlock
	headers.Append("Accept", "*/*")
	q := w.owner.netRequest(schemas.Request{
		Method: "GET", URL: w.o.URL, Headers: headers, Mode: "same-origin", Credentials: credentials, Redirect: "follow",
		Destination: w.kind, Referrer: w.owner.referrer("about:client"), ReferrerPolicy: policy,
	})
	q.ReservedClientID = reserved
	q.ControllerScope, q.ControllerVersion = "", "" // the URL's registration says
	return q
}

// compile makes a program of the script, for a module with what it imports.
func (w *worker) compile(ctx context.Context, src []byte, mime string) (*goja.Program, error) {
	url := w.client.URL
	if w.o.Type == "module" {
		client := &w.environment
		if w.id == "" { // a data: URL's opaque origin is not who imports statically
			client = w.owner
		}
		return compileModule(ctx, url, src, mime, func(ctx context.Context, url string) ([]byte, string, error) {
			return w.moduleFor(ctx, client, url, w.kind)
		})
	}
	return classic.Compile(url, src, classic.Language(url, mime))
}

// javaScript says whether a Content-Type is one of JavaScript's.
func javaScript(contentType string) bool {
	mime := essence(contentType)
	return transpile.JavaScriptType(mime) || mime == "text/typescript" || mime == "application/typescript"
}

func notJavaScript(contentType string) error {
	return fmt.Errorf("its Content-Type is %q, not one of JavaScript's", contentType)
}
