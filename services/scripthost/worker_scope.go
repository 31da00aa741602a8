package scripthost

import (
	"context"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/js/classic"
	"asterism/webapi/blob"
	"asterism/webapi/fetch"
	"asterism/webapi/platform"
	"asterism/webapi/weburl"
	"asterism/webapi/webworker"
	"asterism/webapi/xhr"
)

// install fills a worker's realm.
func (w *worker) install() {
	url, err := weburl.Parse(w.client.URL)
	if err != nil { // it was fetched
		w.loop.Stop(err)
		return
	}
	r := w.realm
	shared := w.platform(w.client.URL)
	platform.Install(r, shared)
	xhr.Install(r, xhr.Options{Host: w, BodyLimit: shared.Fetch.BodyLimit})
	blob.InstallSync(r)
	webworker.Install(r, w, false)
	if w.isSecure() {
		w.container = newContainer(&w.environment)
		r.Attach(workerKey{}, w)
		r.Extend(webworker.NavigatorClass, workerContainer)
	}
	w.dynamicImports(w.module)
	cfg := webworker.Config{
		URL: url, Origin: w.origin, Module: w.o.Type == "module", Secure: w.isSecure(), UserAgent: userAgent, Importer: w,
	}
	if w.shared != nil {
		w.connected = webworker.NewShared(r, cfg, w.o.Name, inside{w})
		return
	}
	w.dedicated = webworker.NewDedicated(r, cfg, w.o.Name, inside{w})
}

type workerKey struct{}

// workerContainer is navigator.serviceWorker.
//
// https://w3c.github.io/ServiceWorker/#navigator-serviceworker
var workerContainer = &js.Partial[*webworker.Navigator]{Attrs: []js.Attr[*webworker.Navigator]{
	{Name: "serviceWorker", Get: func(_ *webworker.Navigator, c js.Call) goja.Value {
		return c.Realm.Slot(workerKey{}).(*worker).container.Object()
	}},
}}

// inside implements webworker.Inside.
type inside struct{ w *worker }

func (i inside) Post(data []byte) {
	w := i.w
	w.tell(func() { w.object.Deliver(data) })
}

func (i inside) Close() {
	if w := i.w; !w.closing {
		w.closing = true
		w.loop.Finish()
	}
}

func (i inside) Fatal(err error) { i.w.fatal(err) }

// Import gets a script for importScripts; it implements webworker.Importer.
//
// https://html.spec.whatwg.org/#fetch-a-classic-worker-imported-script
func (w *worker) Import(url string) (script webworker.Script, err error) {
	w.loop.Blocked(func() {
		p, src, failed := w.loadScript(w.ctx, w.scriptRequest(url, "no-cors", "include"))
		if err = failed; err != nil {
			return
		}
		mime, _ := p.Headers.Get("Content-Type")
		if strings.HasPrefix(url, "http") && !javaScript(mime) {
			err = notJavaScript(mime)
			return
		}
		script.Muted = p.Type == "opaque"
		script.Program, err = classic.Compile(url, src, classic.Language(url, mime))
	})
	return script, err
}

// module gets a module that is imported with import().
func (w *worker) module(ctx context.Context, url string) ([]byte, string, error) {
	return w.moduleFor(ctx, &w.environment, url, "script")
}

// moduleFor has client get a module for a destination: the worker's own for those
// that its script imports statically.
//
// https://html.spec.whatwg.org/#fetch-a-single-module-script
func (w *worker) moduleFor(ctx context.Context, client *environment, url, destination string) ([]byte, string, error) {
	credentials := "same-origin"
	if w.o.Type == "module" {
		credentials = w.o.Credentials
	}
	q := w.scriptRequest(url, "cors", credentials)
	q.Destination = destination
	p, src, err := client.loadScript(ctx, q)
	if err != nil {
		return nil, "", err
	}
	mime, _ := p.Headers.Get("Content-Type")
	return src, mime, nil
}

func (w *worker) scriptRequest(url, mode, credentials string) *fetch.Request {
	q := &fetch.Request{Method: "GET", URL: url, Headers: fetch.NewHeaders(fetch.GuardNone), Mode: mode, Credentials: credentials,
		Redirect: "follow", Destination: "script", Referrer: "about:client"}
	if strings.HasPrefix(url, "blob:") {
		q.Blob, _ = w.s.blobs.Resolve(w.origin, url)
	}
	return q
}
