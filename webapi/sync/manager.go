package sync

import (
	"context"
	"time"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/serviceworker"
)

// manager is the native value of a SyncManager or PeriodicSyncManager.
type manager struct {
	*realm
	registration *serviceworker.Registration
	periodic     bool
}

// https://wicg.github.io/background-sync/spec/#sync-manager-interface
var managerClass = &js.Class[*manager]{
	Name: "SyncManager",
	Methods: []js.Method[*manager]{
		{Name: "register", Length: 1, Async: true, Call: (*manager).register},
		{Name: "getTags", Async: true, Call: (*manager).getTags},
	},
}

// https://wicg.github.io/periodic-background-sync/#periodicsyncmanager-interface
var periodicClass = &js.Class[*manager]{
	Name: "PeriodicSyncManager",
	Methods: []js.Method[*manager]{
		{Name: "register", Length: 1, Async: true, Call: (*manager).register},
		{Name: "getTags", Async: true, Call: (*manager).getTags},
		{Name: "unregister", Length: 1, Async: true, Call: (*manager).unregister},
	},
}

// longestInterval keeps durations what they are.
const longestInterval = 10 * 365 * 24 * time.Hour

// ask is a question about the manager's registration.
func (m *manager) ask(op string) schemas.SyncAsk {
	reg := m.registration.State()
	return schemas.SyncAsk{Op: op, Scope: reg.Scope, Registration: reg.ID, Periodic: m.periodic}
}

// register is both managers' register(tag).
//
// https://wicg.github.io/background-sync/spec/#dom-syncmanager-register
// https://wicg.github.io/periodic-background-sync/#dom-periodicsyncmanager-register
func (m *manager) register(c js.Call) goja.Value {
	q := m.ask("register")
	q.Tag = c.String(c.Arg(0), "tag")
	if m.periodic {
		if v := c.Member(c.Dict(c.Arg(1), "options"), "minInterval"); v != nil {
			ms := c.EnforceRange(v, "minInterval", 0, 1<<53-1)
			q.MinInterval = longestInterval
			if ms < float64(longestInterval/time.Millisecond) {
				q.MinInterval = time.Duration(ms) * time.Millisecond
			}
		}
	}
	if m.registration.State().Active == nil {
		c.Throw(c.DOMException("InvalidStateError", "register(): the registration has no active worker yet; await navigator.serviceWorker.ready"))
	}
	return m.settle(q, func([]string) goja.Value { return goja.Undefined() })
}

// getTags is both managers' getTags().
func (m *manager) getTags(js.Call) goja.Value {
	return m.settle(m.ask("tags"), func(tags []string) goja.Value {
		list := make([]any, len(tags))
		for i, tag := range tags {
			list[i] = tag
		}
		return m.VM.NewArray(list...)
	})
}

// unregister is PeriodicSyncManager.unregister(tag).
//
// https://wicg.github.io/periodic-background-sync/#dom-periodicsyncmanager-unregister
func (m *manager) unregister(c js.Call) goja.Value {
	q := m.ask("unregister")
	q.Tag = c.String(c.Arg(0), "tag")
	return m.settle(q, func([]string) goja.Value { return goja.Undefined() })
}

func (m *manager) settle(q schemas.SyncAsk, value func([]string) goja.Value) goja.Value {
	return m.VM.ToValue(js.Async(m.Realm, func(ctx context.Context) (schemas.SyncTags, error) {
		return m.host.Sync(ctx, q)
	}, func(t schemas.SyncTags) goja.Value { return value(t.Tags) }, func(err error) goja.Value {
		return serviceworker.Exception(m.Realm, err)
	}))
}
