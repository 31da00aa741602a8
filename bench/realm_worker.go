package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/console"
	"asterism/webapi/fetch"
	"asterism/webapi/platform"
	"asterism/webapi/serviceworker"

	"github.com/dop251/goja"
)

// worker is one service worker without a system around it: its realm has
// everything that a manager's has.
type worker struct {
	platform.Host // what the scripts do not use is nil
	serviceworker.ScopeHost
	caches platform.Caches

	self   schemas.Worker
	loop   *js.Loop
	realm  *js.Realm
	scope  *serviceworker.Scope
	ended  chan struct{}
	answer chan error
}

const benchOrigin = "https://bench.example"

func newWorker(path string) *worker {
	return &worker{
		caches: &memoryCaches{},
		self:   schemas.Worker{Version: "v", ScriptURL: benchOrigin + path + "sw.js", Type: "classic", State: schemas.StateActivated},
		loop:   js.NewLoop(js.LoopConfig{Turn: 10 * time.Second}),
		ended:  make(chan struct{}),
		answer: make(chan error, 1),
	}
}

// install makes the realm and its globals.
func (w *worker) install() {
	w.realm = js.NewRealm(w.loop, js.RealmConfig{})
	platform.Install(w.realm, platform.Config{
		Host: w, Fetch: fetch.Options{BaseURL: w.self.ScriptURL, Origin: benchOrigin}, Secure: true, Caches: w.caches,
	})
	scope, err := serviceworker.New(w.realm, serviceworker.Config{
		Registration: schemas.Registration{ID: "r", Scope: strings.TrimSuffix(w.self.ScriptURL, "sw.js"), Active: &w.self},
		Worker:       w.self, UserAgent: "bench",
	}, w)
	if err != nil {
		panic(err) // the configuration is this program's own
	}
	w.scope = scope
}

// start runs the script and its install event on a loop of its own.
func (w *worker) start(ctx context.Context, program *goja.Program) error {
	w.loop.Post(func() {
		w.install()
		if _, err := w.realm.Run(program); err != nil {
			w.answer <- err
			return
		}
		_, err := w.scope.DispatchLifecycle("install", func(reason goja.Value, rejected bool) {
			if rejected {
				w.answer <- fmt.Errorf("install: %v", reason)
				return
			}
			w.answer <- nil
		})
		if err != nil {
			w.answer <- err
		}
	})
	go func() {
		defer close(w.ended)
		_ = w.loop.Run(ctx)
	}()
	return w.wait()
}

// request has the worker answer one request.
func (w *worker) request(path string) error {
	w.loop.Post(func() {
		q := &fetch.Request{Method: "GET", URL: benchOrigin + path, Mode: "no-cors", Redirect: "follow"}
		if _, err := w.scope.DispatchFetch(serviceworker.FetchInit{Request: q}, w); err != nil {
			w.answer <- err
		}
	})
	return w.wait()
}

func (w *worker) wait() error {
	select {
	case err := <-w.answer:
		return err
	case <-time.After(2 * time.Minute):
		return errors.New("no answer")
	}
}

func (w *worker) stop() {
	w.loop.Stop(nil)
	<-w.ended
}

// Answer implements serviceworker.FetchHandler.
func (w *worker) Answer(a serviceworker.Answer) {
	switch {
	case a.Response == nil:
		w.answer <- fmt.Errorf("not answered: %s", a.Reason)
	case a.Response.Status != 200:
		w.answer <- fmt.Errorf("status %d", a.Response.Status)
	default:
		w.answer <- nil
	}
}

// Settled implements serviceworker.FetchHandler.
func (w *worker) Settled() {}

// Fetch is a network where every file is there.
func (w *worker) Fetch(_ context.Context, q *fetch.Request) (*fetch.Response, error) {
	headers := fetch.NewHeaders(0)
	headers.Add("Content-Type", "text/plain")
	return &fetch.Response{Type: "basic", URLs: []string{q.URL}, Status: 200, Headers: headers, Body: &fetch.Body{Bytes: []byte("file")}}, nil
}

// Console drops what the script says.
func (w *worker) Console(console.Level, string, string) {}

// SkipWaiting has nothing to wait for.
func (w *worker) SkipWaiting(context.Context) error { return nil }

// call evaluates a call of an async function and awaits it.
func (w *worker) call(source string) error {
	w.loop.Post(func() {
		v, err := w.realm.VM.RunString(source)
		if err != nil {
			w.answer <- err
			return
		}
		w.realm.Await(v, func(value goja.Value, rejected bool) {
			if !rejected {
				w.answer <- nil
				return
			}
			text, _ := w.realm.Describe(value)
			w.answer <- errors.New(text)
		})
	})
	return w.wait()
}
