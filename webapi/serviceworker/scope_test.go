package serviceworker

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/schemas"
	"asterism/webapi/abort"
	"asterism/webapi/blob"
	"asterism/webapi/clone"
	"asterism/webapi/events"
	"asterism/webapi/fetch"
	"asterism/webapi/formdata"
	"asterism/webapi/messaging"
	"asterism/webapi/streams"
	"asterism/webapi/timers"
	"asterism/webapi/urlpattern"
	"asterism/webapi/weburl"
	"asterism/webapi/webworker"

	"github.com/dop251/goja"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: func(r *js.Realm) { newWorld(r) }}, scripts)
}

// world is the fake host of a script, and what the script sees of it.
type world struct {
	realm *js.Realm
	scope *Scope
	calls []any // what the scope asked of the host

	preload schemas.NavigationPreload
}

func newWorld(r *js.Realm) *world {
	w := &world{realm: r}
	for _, install := range []func(*js.Realm){
		events.Install, abort.Install, streams.Install, blob.Install, formdata.Install,
		weburl.Install, timers.Install, clone.Install, urlpattern.Install,
	} {
		install(r)
	}
	messaging.Install(r, "https://a.example", nil)
	fetch.Install(r, w, fetch.Options{BaseURL: "https://a.example/app/sw.js", Origin: "https://a.example"})
	self := schemas.Worker{Version: "v1", ScriptURL: "https://a.example/app/sw.js", Type: "classic", State: schemas.StateActivated}
	var err error
	w.scope, err = New(r, Config{
		Registration: schemas.Registration{ID: "r1", Scope: "https://a.example/app/", UpdateViaCache: "imports", Active: &self},
		Worker:       self, UserAgent: "asterism/test",
	}, w)
	if err != nil {
		panic(err)
	}
	for _, f := range []js.Function{
		{Name: "dispatchFetch", Call: w.dispatchFetch},
		{Name: "dispatchEvent_", Call: w.dispatchEvent},
		{Name: "hostCalls", Call: func(c js.Call) goja.Value {
			calls := c.VM.NewArray(w.calls...)
			w.calls = nil
			return calls
		}},
		{Name: "routes", Call: func(c js.Call) goja.Value {
			data, err := json.Marshal(w.scope.Routes())
			if err != nil {
				panic(err)
			}
			parse, _ := goja.AssertFunction(c.VM.GlobalObject().Get("JSON").ToObject(c.VM).Get("parse"))
			v, err := parse(nil, c.VM.ToValue(string(data)))
			if err != nil || goja.IsNull(v) {
				return c.VM.NewArray()
			}
			return v
		}},
		{Name: "setRegistration", Call: w.setRegistration},
		{Name: "listenedTypes", Call: func(c js.Call) goja.Value { return c.VM.ToValue(w.scope.Types()) }},
	} {
		if err := r.VM.GlobalObject().Set(f.Name, r.Function(f)); err != nil {
			panic(err)
		}
	}
	return w
}

// answered hears a fetch event for a script's promise.
type answered struct {
	w       *world
	resolve func(any)
	out     *goja.Object
	settled func(any)
}

func (a *answered) Answer(v Answer) {
	vm := a.w.realm.VM
	set := func(name string, v any) { _ = a.out.Set(name, v) }
	set("network", v.Network)
	set("reason", v.Reason)
	if v.Response != nil {
		set("response", fetch.NewResponse(a.w.realm, v.Response))
	}
	a.resolve(vm.ToValue(a.out))
}

func (a *answered) Settled() { a.settled(goja.Undefined()) }

// dispatchFetch(url, {method, mode, redirect, body, abort, expire}) dispatches
// a fetch event in a task of its own. It gives a promise of {network, reason,
// response, settled}; settled is a promise too.
func (w *world) dispatchFetch(c js.Call) goja.Value {
	q := &fetch.Request{Method: "GET", URL: c.Arg(0).String(), Mode: "cors", Redirect: "follow",
		Headers: fetch.LazyHeaders(fetch.GuardImmutable, func(yield func(string, string) bool) { yield("X-From", "test") })}
	var abortIt, expire bool
	init := FetchInit{Request: q, ClientID: "c1", ResultingClientID: "c2"}
	if o := c.Dict(c.Arg(1), "options"); o != nil {
		text := func(name string, to *string) {
			if v := o.Get(name); given(v) {
				*to = v.String()
			}
		}
		text("method", &q.Method)
		text("mode", &q.Mode)
		text("redirect", &q.Redirect)
		if v := o.Get("body"); given(v) {
			q.Body = &fetch.Body{Bytes: []byte(v.String())}
			if given(o.Get("stream")) {
				q.Body = &fetch.Body{Stream: io.NopCloser(strings.NewReader(v.String())), Length: -1}
			}
		}
		switch v := o.Get("preload"); {
		case !given(v):
		case v.String() == "fails":
			init.Preload = func(context.Context) (*fetch.Response, error) { return nil, errors.New("no route") }
		default:
			init.Preload = func(context.Context) (*fetch.Response, error) {
				return &fetch.Response{Type: "basic", Status: 200, Body: &fetch.Body{Bytes: []byte(v.String())}}, nil
			}
		}
		abortIt, expire = given(o.Get("abort")), given(o.Get("expire"))
	}
	promise, resolve, _ := c.Promise()
	lasting, settle, _ := c.Promise()
	a := &answered{w: w, resolve: resolve, settled: settle, out: c.VM.NewObject()}
	_ = a.out.Set("settled", lasting)
	c.Loop.Post(func() {
		e, err := w.scope.DispatchFetch(init, a)
		if err != nil {
			panic(err)
		}
		if abortIt {
			c.Loop.Post(func() { _ = e.Abort() })
		}
		if expire {
			c.Loop.Post(func() {
				_ = e.Expire()
				_ = a.out.Set("expired", true)
				resolve(a.out)
			})
		}
	})
	return c.VM.ToValue(promise)
}

// dispatchEvent_(type, message) dispatches an install, activate or message
// event. It gives a promise of {rejected, reason}.
func (w *world) dispatchEvent(c js.Call) goja.Value {
	promise, resolve, _ := c.Promise()
	done := func(reason goja.Value, rejected bool) {
		o := c.VM.NewObject()
		_ = o.Set("rejected", rejected)
		_ = o.Set("reason", orNull(reason))
		resolve(o)
	}
	typ := c.Arg(0).String()
	data, err := clone.Serialize(c.Realm, c.Arg(1), nil)
	if err != nil {
		panic(err)
	}
	c.Loop.Post(func() {
		var err error
		if typ == "message" {
			_, err = w.scope.DispatchMessage(schemas.Event{Data: data, Origin: "https://a.example", Source: &schemas.Client{
				ID: "c1", URL: "https://a.example/app/page", Type: "window", FrameType: "top-level", Visibility: "visible"}}, done)
		} else {
			_, err = w.scope.DispatchLifecycle(typ, done)
		}
		if err != nil {
			panic(err)
		}
	})
	return c.VM.ToValue(promise)
}

// setRegistration({installing, waiting, active}) sets the registration's
// workers, as [version, state] pairs.
func (w *world) setRegistration(c js.Call) goja.Value {
	o := c.Dict(c.Arg(0), "registration")
	slot := func(name string) *schemas.Worker {
		v := o.Get(name)
		if !given(v) || goja.IsNull(v) {
			return nil
		}
		pair := v.Export().([]any)
		return &schemas.Worker{Version: pair[0].(string), State: schemas.State(pair[1].(string)), ScriptURL: "https://a.example/app/sw.js"}
	}
	reg := schemas.Registration{ID: "r1", Scope: "https://a.example/app/",
		Installing: slot("installing"), Waiting: slot("waiting"), Active: slot("active")}
	c.Loop.Post(func() { w.scope.SetRegistration(reg) })
	return goja.Undefined()
}

// What follows is the host.

func (w *world) call(what ...any) { w.calls = append(w.calls, w.realm.VM.NewArray(what...)) }

func (w *world) post(what ...any) { w.realm.Loop.Post(func() { w.call(what...) }) }

func (w *world) Fetch(context.Context, *fetch.Request) (*fetch.Response, error) {
	return &fetch.Response{Type: "basic", Status: 200, Body: &fetch.Body{Bytes: []byte("from the network")}}, nil
}

func (w *world) Update(reg schemas.Registration, newest schemas.Worker, done func(schemas.Registration, error)) {
	w.call("update", reg.Scope, newest.Version)
	w.realm.Loop.Post(func() { done(reg, nil) })
}

func (w *world) Unregister(reg schemas.Registration, done func(bool, error)) {
	w.call("unregister", reg.Scope)
	w.realm.Loop.Post(func() { done(true, nil) })
}

func (w *world) Preload(_ context.Context, change schemas.PreloadChange) (schemas.NavigationPreload, error) {
	switch {
	case change.Header != nil && *change.Header == "refused":
		return schemas.NavigationPreload{}, &schemas.Error{Code: schemas.CodeRefused, Exception: "InvalidStateError", Message: "no active worker"}
	case change.Header != nil:
		w.preload.Header = *change.Header
	case change.Enabled != nil:
		w.preload.Enabled = *change.Enabled
	}
	return w.preload, nil
}

func (w *world) PostToWorker(to schemas.WorkerRef, data []byte) {
	w.call("worker", to.Version, w.read(data))
}

func (w *world) SkipWaiting(context.Context) error { w.post("skipWaiting"); return nil }
func (w *world) Claim(context.Context) error       { w.post("claim"); return nil }

func (w *world) Steer(_ context.Context, q schemas.SteerClient) (*schemas.Client, error) {
	if q.URL == "" && !q.Activated {
		return nil, &schemas.Error{Exception: "InvalidAccessError", Message: "no gesture"}
	}
	w.post("steer", q.Client, q.URL)
	if strings.Contains(q.URL, "elsewhere") {
		return nil, nil
	}
	return &schemas.Client{ID: "c9", URL: q.URL, Focused: true}, nil
}

func (w *world) OpenWindow(_ context.Context, q schemas.OpenWindow) (*schemas.Client, error) {
	if !q.Activated {
		return nil, &schemas.Error{Exception: "InvalidAccessError", Message: "no gesture"}
	}
	w.post("open", q.URL)
	return &schemas.Client{ID: "c9", URL: q.URL}, nil
}

func (w *world) Clients(_ context.Context, q schemas.ClientQuery) ([]schemas.Client, error) {
	w.post("clients", q.ID, q.Type, q.IncludeUncontrolled)
	if q.ID == "broken" {
		return nil, &schemas.Error{Code: schemas.CodeRefused, Exception: "SecurityError", Message: "not yours"}
	}
	all := []schemas.Client{
		{ID: "c1", URL: "https://a.example/app/page", Type: "window", FrameType: "top-level", Visibility: "visible", Focused: true},
		{ID: "c2", URL: "https://a.example/app/w.js", Type: "worker", FrameType: "none"},
	}
	var found []schemas.Client
	for _, c := range all {
		if (q.ID == "" || q.ID == c.ID) && (q.Type == "all" || q.Type == c.Type) {
			found = append(found, c)
		}
	}
	return found, nil
}

func (w *world) PostToClient(id string, data []byte) error {
	w.call("client", id, w.read(data))
	return nil
}

func (w *world) Import(url string) (webworker.Script, error) {
	w.call("import", url)
	compiled := func(source string) (webworker.Script, error) {
		p, err := js.Compile(url, source)
		return webworker.Script{Program: p, Muted: strings.HasPrefix(url, "https://b.")}, err
	}
	switch url {
	case "https://a.example/app/lib.js":
		return compiled("var imported = (globalThis.imported || 0) + 1; function lib() { return 'lib'; }")
	case "https://a.example/app/broken.js", "https://b.example/broken.js":
		return compiled("let = ;")
	case "https://a.example/app/throws.js", "https://b.example/throws.js":
		return compiled("throw new RangeError('from the import')")
	}
	return webworker.Script{}, errors.New("the server answered 404")
}

func (w *world) read(data []byte) any {
	v, err := clone.Deserialize(w.realm, data)
	if err != nil {
		panic(err)
	}
	return v
}
