package connect_test

import (
	"context"
	"embed"
	"errors"
	"testing"

	"github.com/dop251/goja"
	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/schemas"
	"asterism/webapi/abort"
	"asterism/webapi/clone"
	"asterism/webapi/connect"
	"asterism/webapi/events"
	"asterism/webapi/messaging"
	"asterism/webapi/serviceworker"
	"asterism/webapi/timers"
	"asterism/webapi/webworker"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: install}, scripts)
}

// host lets a worker connect to itself, as another origin.
type host struct {
	serviceworker.ScopeHost
	scope *serviceworker.Scope
	over  func()
}

func (h *host) Connect(ctx context.Context, url, origin string) ([]byte, error) {
	if origin != "https://a.example" {
		return nil, errors.New("no such worker")
	}
	answers := make(chan []byte, 1)
	h.scope.Realm().Loop.Post(func() {
		detail := &schemas.Detail{Connect: &schemas.ConnectAsk{URL: url, Origin: "https://caller.example"}}
		_, err := connect.Dispatch(h.scope, detail, func(port []byte) { answers <- port }, func(goja.Value, bool) { h.over() })
		if err != nil {
			panic(err)
		}
	})
	select {
	case port := <-answers:
		if port == nil {
			return nil, errors.New("refused")
		}
		return port, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func install(r *js.Realm) {
	events.Install(r)
	abort.Install(r)
	clone.Install(r)
	timers.Install(r)
	messaging.Install(r, "https://a.example", nil)
	h := &host{over: func() {}}
	connect.Install(r, h, webworker.NavigatorClass, func() string { return "https://a.example/dir/sw.js" })
	connect.InstallWorker(r)
	self := schemas.Worker{Version: "v1", ScriptURL: "https://a.example/dir/sw.js", Type: "classic", State: schemas.StateActivated}
	scope, err := serviceworker.New(r, serviceworker.Config{
		Registration: schemas.Registration{ID: "r1", Scope: "https://a.example/", Active: &self}, Worker: self,
	}, h)
	if err != nil {
		panic(err)
	}
	h.scope = scope
	// over() is fulfilled when the next connection's events are over.
	f := r.Function(js.Function{Name: "over", Call: func(c js.Call) goja.Value {
		p, resolve, _ := c.Promise()
		h.over = func() { resolve(nil) }
		return c.VM.ToValue(p)
	}})
	if err := r.VM.GlobalObject().Set("over", f); err != nil {
		panic(err)
	}
}
