package push_test

import (
	"context"
	"embed"
	"testing"

	"github.com/dop251/goja"
	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/schemas"
	"asterism/webapi/abort"
	"asterism/webapi/blob"
	"asterism/webapi/events"
	"asterism/webapi/push"
	"asterism/webapi/serviceworker"
	"asterism/webapi/streams"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: install}, scripts)
}

// host has one subscription; its registration cannot be asked.
type host struct {
	serviceworker.ScopeHost
	subscription *schemas.PushSubscription
}

func (h *host) Permission(context.Context, string) (string, error) { return "granted", nil }

func (h *host) Push(_ context.Context, q schemas.PushAsk) (schemas.PushAnswer, error) {
	switch q.Op {
	case "subscribe":
		h.subscription = &schemas.PushSubscription{Endpoint: "https://a.example/push/1", UserVisibleOnly: q.UserVisibleOnly,
			ServerKey: q.ServerKey, P256dh: []byte{4, 1}, Auth: []byte{9}}
	case "unsubscribe":
		removed := h.subscription != nil && h.subscription.Endpoint == q.Endpoint
		h.subscription = nil
		return schemas.PushAnswer{Removed: removed}, nil
	}
	return schemas.PushAnswer{Subscription: h.subscription}, nil
}

func install(r *js.Realm) {
	events.Install(r)
	abort.Install(r)
	streams.Install(r)
	blob.Install(r)
	h := &host{}
	push.Install(r, h)
	push.InstallWorker(r)
	self := schemas.Worker{Version: "v1", ScriptURL: "https://a.example/sw.js", Type: "classic", State: schemas.StateActivated}
	scope, err := serviceworker.New(r, serviceworker.Config{
		Registration: schemas.Registration{ID: "r1", Scope: "https://a.example/", Active: &self}, Worker: self,
	}, h)
	if err != nil {
		panic(err)
	}
	set := func(name string, call func(c js.Call) goja.Value) {
		if err := r.VM.GlobalObject().Set(name, r.Function(js.Function{Name: name, Call: call})); err != nil {
			panic(err)
		}
	}
	done := func(resolve func(any)) serviceworker.Done {
		return func(_ goja.Value, rejected bool) { resolve(r.VM.ToValue(rejected)) }
	}
	set("sendPush", func(c js.Call) goja.Value {
		p, resolve, _ := c.Promise()
		d := &schemas.Detail{}
		if !goja.IsUndefined(c.Arg(0)) {
			d.Data = []byte(c.Arg(0).String())
			d.Empty = len(d.Data) == 0
		}
		r.Loop.Post(func() { _, _ = push.Dispatch(scope, d, done(resolve)) })
		return c.VM.ToValue(p)
	})
	set("changePush", func(c js.Call) goja.Value {
		p, resolve, _ := c.Promise()
		d := &schemas.Detail{Old: h.subscription}
		r.Loop.Post(func() { _, _ = push.DispatchChange(scope, d, done(resolve)) })
		return c.VM.ToValue(p)
	})
}
