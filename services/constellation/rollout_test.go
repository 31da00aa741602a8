package constellation

import (
	"context"
	"sync/atomic"
	"testing"

	"asterism/bus"
	"asterism/schemas"
)

// A version waits for the active one's pending events, and hears of their end.
func TestPendingEventsHoldActivation(t *testing.T) {
	w := newWorld(t)
	var events atomic.Int64
	s := w.service("pending", "m1")
	w.must(bus.PendingEvents.Serve(s, bus.Params{"manager": "m1"}, func(context.Context, schemas.WorkerRef, bus.Params) (schemas.Pending, error) {
		return schemas.Pending{Events: int(events.Load())}, nil
	}))
	w.must(w.conn.Flush())
	w.start(nil)
	c := w.listen()
	first := c.installed()
	events.Store(1)
	w.page(sw, script("// two"))
	c.schedule(schemas.Job{Type: schemas.JobUpdate, Scope: scope, Origin: site})
	c.expect("job", "updatefound", "state installed")
	c.quiet()
	events.Store(0)
	w.must(bus.WorkerIdle.Publish(w.conn, bus.Params{"scope": scope}, schemas.WorkerRef{Scope: scope, Version: first}))
	w.eventually("the new version is active", func() bool {
		r := w.registration()
		return r.Active != nil && r.Active.Version != first && r.Active.State == schemas.StateActivated
	})
}

// A canary makes a version wait for the operator; what was active before can be
// rolled back to, and is not updated then but by the operator.
func TestRolloutByAnOperator(t *testing.T) {
	w := newWorld(t)
	w.start(func(c *Config) { c.KeepVersions = 3 })
	c := w.listen()
	first := c.installed()
	rollout := func(q schemas.Rollout) schemas.Registration {
		t.Helper()
		q.Scope = scope
		found, err := bus.SetRollout.Do(t.Context(), w.conn, nil, q)
		w.must(err)
		return found.Registrations[0]
	}
	if r := rollout(schemas.Rollout{Op: "canary", Canary: &schemas.Canary{Percent: 5}}); r.Canary == nil || r.Canary.Percent != 5 {
		t.Fatalf("canary: %+v", r.Canary)
	}
	w.page(sw, script("// two"))
	c.schedule(schemas.Job{Type: schemas.JobUpdate, Scope: scope, Origin: site})
	c.expect("job", "updatefound", "state installed")
	c.quiet() // nobody uses the old version, and yet
	if r := rollout(schemas.Rollout{Op: "activate"}); r.Active.Version == first || len(r.History) != 1 || r.History[0].Version != first {
		t.Fatalf("after activate: %s, former %v", shape(&r), r.History)
	}
	w.eventually("activated", func() bool { return w.registration().Active.State == schemas.StateActivated })

	scripts := len(w.fetched())
	other := w.listen()
	other.schedule(schemas.Job{Type: schemas.JobRollback, Scope: scope, Origin: site})
	other.expect("job")
	w.eventually("rolled back", func() bool {
		r := w.registration()
		return r.Pinned && r.Installing == nil && r.Waiting == nil && r.Active.State == schemas.StateActivated
	})
	r := w.registration()
	if r.Active.Version == first || r.Active.Script != hashOf([]byte("// one")) {
		t.Errorf("rolled back to %+v", r.Active)
	}
	if n := len(w.fetched()); n != scripts {
		t.Errorf("a rollback fetched %v", w.fetched()[scripts:])
	}
	third := w.listen()
	third.schedule(schemas.Job{Type: schemas.JobUpdate, Scope: scope, Origin: site})
	third.expect("job")
	if n := len(w.fetched()); n != scripts {
		t.Error("what was rolled back was updated by a page")
	}
	if _, err := bus.SetRollout.Do(t.Context(), w.conn, nil, schemas.Rollout{Scope: scope, Op: "activate"}); err == nil {
		t.Error("nothing waits, and it was activated")
	}
}

// Clear-Site-Data: the registration goes although a document uses it, and the
// document loses its controller.
func TestClearOrigin(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	c := w.listen()
	version := c.installed()
	d := w.document(site+"/page", version)
	_, err := bus.ClearOrigin.Do(t.Context(), w.conn, nil, schemas.ClearOrigin{Origin: site})
	w.must(err)
	d.expect("controller", "unregistered", "state redundant")
	if d.controller() != "" || w.registration() != nil {
		t.Errorf("controller %q, registration %s", d.controller(), shape(w.registration()))
	}
}

// A navigation's soft update finds the new script.
func TestSoftUpdate(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	c := w.listen()
	first := c.installed()
	w.page(sw, script("// two"))
	for range 3 {
		w.must(bus.SoftUpdate.Publish(w.conn, bus.Params{"scope": scope}, schemas.SoftUpdate{Scope: scope}))
	}
	w.eventually("the new version is active", func() bool {
		r := w.registration()
		return r.Active != nil && r.Active.Version != first && r.Active.State == schemas.StateActivated
	})
	if got := w.fetched(); len(got) != 2 {
		t.Errorf("one check for three navigations: %v", got)
	}
}
