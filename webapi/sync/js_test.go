package sync_test

import (
	"context"
	"embed"
	"slices"
	gosync "sync"
	"testing"

	"github.com/dop251/goja"
	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/schemas"
	"asterism/webapi/abort"
	"asterism/webapi/events"
	"asterism/webapi/serviceworker"
	"asterism/webapi/sync"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: install}, scripts)
}

// host keeps tags, and the last question.
type host struct {
	serviceworker.ScopeHost
	mu    gosync.Mutex
	tags  map[bool][]string
	asked schemas.SyncAsk
}

func (h *host) Sync(_ context.Context, q schemas.SyncAsk) (schemas.SyncTags, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = q
	switch q.Op {
	case "register":
		if q.Tag == "denied" {
			return schemas.SyncTags{}, &schemas.Error{Code: schemas.CodeRefused, Exception: "NotAllowedError", Message: "no"}
		}
		h.tags[q.Periodic] = append(h.tags[q.Periodic], q.Tag)
	case "unregister":
		h.tags[q.Periodic] = slices.DeleteFunc(h.tags[q.Periodic], func(t string) bool { return t == q.Tag })
	}
	return schemas.SyncTags{Tags: slices.Clone(h.tags[q.Periodic])}, nil
}

func install(r *js.Realm) {
	events.Install(r)
	abort.Install(r)
	h := &host{tags: map[bool][]string{}}
	sync.Install(r, h)
	sync.InstallWorker(r)
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
	set("interval", func(c js.Call) goja.Value {
		h.mu.Lock()
		defer h.mu.Unlock()
		return c.VM.ToValue(h.asked.MinInterval.Milliseconds())
	})
	set("fireSync", func(c js.Call) goja.Value {
		p, resolve, _ := c.Promise()
		done := func(_ goja.Value, rejected bool) { resolve(r.VM.ToValue(rejected)) }
		d := &schemas.Detail{Tag: c.Arg(0).String(), LastChance: c.Arg(1).ToBoolean()}
		r.Loop.Post(func() {
			if c.Arg(2).ToBoolean() {
				_, _ = sync.DispatchPeriodic(scope, d, done)
				return
			}
			_, _ = sync.Dispatch(scope, d, done)
		})
		return c.VM.ToValue(p)
	})
}
