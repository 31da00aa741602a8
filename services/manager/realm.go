package manager

import (
	"asterism/bus/features"
	"asterism/bus/sockets"
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/fetch"
	"asterism/webapi/platform"
	"asterism/webapi/serviceworker"

	"github.com/dop251/goja"
)

// evaluate makes the realm with all its globals and runs the script in it. It
// is the first task of the worker's loop.
//
// https://w3c.github.io/ServiceWorker/#run-service-worker-algorithm step 9
func (w *worker) evaluate(program *goja.Program) error {
	r := js.NewRealm(w.loop, js.RealmConfig{
		Stack:      w.s.cfg.Stack,
		Uncaught:   w.uncaught,
		Rejected:   w.rejected,
		Handled:    func(p *goja.Promise) { w.scope.ReportHandled(p) },
		Overflowed: func(e *js.Exception) { w.loop.Stop(e) },
	})
	powers := features.New(w.s.conn, w.origin, w.loop.Blocked)
	platform.Install(r, platform.Config{
		Host: w,
		Fetch: fetch.Options{
			BaseURL: w.self.ScriptURL, Origin: w.origin, SetCookie: true, BodyLimit: int64(w.s.cfg.MaxBody),
		},
		Secure:    true,
		Caches:    w.s.caches.Origin(w.origin),
		Messages:  w.s.ports.Of(w.origin),
		Sockets:   sockets.New(w.s.conn, w.origin),
		Features:  powers,
		Databases: w.s.databases.Origin(w.origin),
	})
	platform.InstallFunctional(r)
	w.installCookieStore(r, powers)
	w.mu.Lock()
	reg, self := w.reg, w.self
	self.State = w.state
	w.mu.Unlock()
	scope, err := serviceworker.New(r, serviceworker.Config{
		Registration: reg, Worker: self, UserAgent: "asterism/" + w.s.version,
	}, w)
	if err != nil {
		return &schemas.Error{Code: schemas.CodeInternal, Message: "the worker's script URL: " + err.Error()}
	}
	scope.InstallContainer(container{w})
	w.realm, w.scope = r, scope
	w.obey()
	_, err = r.Run(program)
	return err
}

// uncaught hears exceptions nobody caught: they become error events, and log
// lines unless the script has dealt with them.
func (w *worker) uncaught(v goja.Value, _ bool) {
	if !w.scope.ReportException(v) {
		return
	}
	text, stack := w.realm.Describe(v)
	w.accuse("Uncaught "+text, frame(stack))
}

// rejected hears of promises nobody handles.
func (w *worker) rejected(p *goja.Promise) {
	if !w.scope.ReportRejection(p) {
		return
	}
	text, stack := w.realm.Describe(p.Result())
	w.accuse("Uncaught (in promise) "+text, frame(stack))
}
