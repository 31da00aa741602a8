package notifications_test

import (
	"context"
	"embed"
	"slices"
	"sync"
	"testing"

	"github.com/dop251/goja"
	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/schemas"
	"asterism/webapi/abort"
	"asterism/webapi/clone"
	"asterism/webapi/events"
	"asterism/webapi/notifications"
	"asterism/webapi/serviceworker"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

// TestScripts runs scripts in a scope that has the constructor of notifications;
// becomeWorker makes it a service worker's, which has not.
func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: install}, scripts)
}

// host shows notifications in memory.
type host struct {
	serviceworker.ScopeHost
	mu    sync.Mutex
	shown []schemas.Notification
	next  int
}

func (*host) PermissionNow(string) string                        { return "prompt" }
func (*host) Permission(context.Context, string) (string, error) { return "granted", nil }

func (h *host) Notify(_ context.Context, q schemas.NotificationAsk) (schemas.Notifications, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch q.Op {
	case "show":
		if q.Notification.Title == "refused" {
			return schemas.Notifications{}, &schemas.Error{Code: schemas.CodeRefused, Exception: "NotAllowedError", Message: "no"}
		}
		h.next++
		n := *q.Notification
		n.ID = string(rune('a' + h.next - 1))
		h.shown = append(h.shown, n)
		return schemas.Notifications{Notifications: []schemas.Notification{n}}, nil
	case "withdraw":
		h.shown = slices.DeleteFunc(h.shown, func(n schemas.Notification) bool { return n.ID == q.ID })
	}
	return schemas.Notifications{Notifications: slices.Clone(h.shown)}, nil
}

func install(r *js.Realm) {
	events.Install(r)
	abort.Install(r)
	clone.Install(r)
	h := &host{}
	notifications.Install(r, notifications.Config{Host: h, Origin: "https://a.example", Client: "c1", Base: func() string { return "https://a.example/x/" }})
	notifications.InstallWindow(r)
	self := schemas.Worker{Version: "v1", ScriptURL: "https://a.example/sw.js", Type: "classic", State: schemas.StateActivated}
	var scope *serviceworker.Scope
	set := func(name string, call func(c js.Call) goja.Value) {
		if err := r.VM.GlobalObject().Set(name, r.Function(js.Function{Name: name, Call: call})); err != nil {
			panic(err)
		}
	}
	begin := func() {
		var err error
		scope, err = serviceworker.New(r, serviceworker.Config{
			Registration: schemas.Registration{ID: "r1", Scope: "https://a.example/", Active: &self}, Worker: self,
		}, h)
		if err != nil {
			panic(err)
		}
	}
	set("becomeWorker", func(js.Call) goja.Value {
		notifications.InstallWorker(r)
		begin()
		return nil
	})
	set("hear", func(c js.Call) goja.Value {
		news := schemas.NotificationNews{Kind: c.Arg(0).String(), Notification: schemas.Notification{ID: c.Arg(1).String()}}
		r.Loop.Post(func() { _ = notifications.Hear(r, news) })
		return nil
	})
	set("click", func(c js.Call) goja.Value {
		p, resolve, _ := c.Promise()
		h.mu.Lock()
		n := h.shown[len(h.shown)-1]
		h.mu.Unlock()
		r.Loop.Post(func() {
			_, _ = notifications.DispatchClick(scope, &schemas.Detail{Notification: &n, Action: "open"}, func(goja.Value, bool) { resolve(goja.Undefined()) })
		})
		return c.VM.ToValue(p)
	})
}
