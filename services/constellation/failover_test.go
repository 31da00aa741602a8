package constellation

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/constellation/lifecycle"
)

// kill ends an instance as a crash does: nothing is given back.
func (in *instance) kill() {
	go in.conn.Close()
	<-in.ended
	in.stop = func() {}
	in.ended <- nil // for the cleanup
}

// Two constellations run; the one that installs dies; the other one runs the job
// again: the worker left behind becomes redundant first.
func TestDeathDuringInstall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	installing, release := make(chan string, 2), make(chan struct{})
	t.Cleanup(func() { close(release) })
	first := true
	w.on(func(_ context.Context, e schemas.Event) schemas.EventReply {
		if e.Type == "install" {
			w.mu.Lock()
			block := first
			first = false
			w.mu.Unlock()
			installing <- e.Version
			if block {
				<-release
			}
		}
		return schemas.EventReply{}
	})
	a := w.start(nil)
	c := w.listen()
	r := c.register()
	c.expect("updatefound")
	v1 := <-installing
	w.start(nil) // stands by
	a.kill()
	m := c.expect("state redundant")
	if m.Version != v1 || m.Registration.ID != r.ID {
		t.Errorf("redundant: %+v", m)
	}
	m = c.expect("job", "updatefound", "state installed", "state activating", "state activated")
	if m.Version == v1 || m.Registration.ID != r.ID {
		t.Errorf("activated: %+v", m)
	}
}

// Whoever starts next runs an activate event again that was left behind, and
// activates what waits for nobody.
func TestRestart(t *testing.T) {
	w := newWorld(t)
	in := w.start(nil)
	c := w.listen()
	v1 := c.installed()
	doc := w.document(site+"/page", v1)
	w.page(sw, script("// two"))
	doc.schedule(schemas.Job{Type: schemas.JobUpdate})
	doc.expect("job", "updatefound", "state installed")
	in.stop()
	doc.leave()

	live, err := bus.Registrations.Open(t.Context(), w.conn)
	w.must(err)
	left := schemas.Registration{
		ID: "left", Scope: site + "/left/", UpdateViaCache: "imports",
		Active: &schemas.Worker{Version: "v9", ScriptURL: sw, State: schemas.StateActivating, Since: time.Now()},
	}
	_, err = live.Create(t.Context(), left.Scope, left)
	w.must(err)
	// An unregistered one whose last client left while nobody looked.
	lingering, err := bus.Lingering.Open(t.Context(), w.conn)
	w.must(err)
	gone := left
	gone.ID, gone.Active = "gone", &schemas.Worker{Version: "v8", ScriptURL: sw, State: schemas.StateActivated}
	_, err = lingering.Create(t.Context(), gone.ID, gone)
	w.must(err)

	w.start(nil)
	w.eventually("everything is settled", func() bool {
		r, err := live.Get(t.Context(), left.Scope)
		all, listErr := lingering.All(t.Context())
		return err == nil && listErr == nil && shape(&r.Value) == "- - activated" && len(all) == 0 &&
			shape(w.registration()) == "- - activated" && w.registration().Active.Version != v1
	})
}

// An installation whose job is not run again is given up at last.
func TestSweepGivesUpInstallations(t *testing.T) {
	w := newWorld(t)
	live, err := bus.Registrations.Open(t.Context(), w.conn)
	w.must(err)
	r := schemas.Registration{
		ID: "left", Scope: scope, UpdateViaCache: "imports",
		Installing: &schemas.Worker{Version: "v9", ScriptURL: sw, State: schemas.StateInstalling, Since: time.Now().Add(-time.Hour)},
	}
	_, err = live.Create(t.Context(), scope, r)
	w.must(err)
	w.start(nil)
	w.eventually("it is gone", func() bool { return w.registration() == nil })
}

// Both of two constellations see a client leave; the update is activated once.
func TestTwoReactOnce(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	w.start(nil)
	c := w.listen()
	v1 := c.installed()
	doc := w.document(site+"/page", v1)
	w.page(sw, script("// two"))
	c.schedule(schemas.Job{Type: schemas.JobUpdate})
	c.expect("job", "updatefound", "state installed")
	witness := w.document(site+"/witness", "")
	doc.leave()
	witness.expect("state redundant", "state activating", "state activated")
	witness.quiet()
	activations := 0
	for _, e := range w.dispatched() {
		if e == "activate" {
			activations++
		}
	}
	if activations != 2 {
		t.Errorf("%d activate events for two versions", activations)
	}
}

// A manager that dies over an event is replaced.
func TestManagerDies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start(nil)
	w.on(func(_ context.Context, e schemas.Event) schemas.EventReply {
		return schemas.EventReply{Busy: len(w.dispatched()) < 3} // busy for a while
	})
	w.listen().installed()
}

// A clean stop gives an unfinished job to another constellation.
func TestStopGivesJobsBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	release := make(chan struct{})
	blocked := make(chan struct{}, 10)
	w.on(func(_ context.Context, e schemas.Event) schemas.EventReply {
		if e.Type == "evaluate" {
			blocked <- struct{}{}
			<-release
		}
		return schemas.EventReply{}
	})
	in := w.start(nil)
	c := w.listen()
	c.schedule(schemas.Job{Type: schemas.JobRegister, ScriptURL: sw})
	<-blocked
	in.stop()
	close(release)
	w.start(nil)
	c.expect("job", "updatefound", "state installed", "state activating", "state activated")
}

// Late and foreign events are harmless: the registry says no.
func TestStaleChange(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	if _, err := bus.SkipWaiting.Do(t.Context(), w.conn, nil, schemas.WorkerRef{Scope: "nonsense", Version: "x"}); err == nil {
		t.Error("a skipWaiting of nobody succeeded")
	}
	_, err := bus.Claim.Do(t.Context(), w.conn, nil, schemas.WorkerRef{Scope: scope, Version: "x"})
	if err == nil || !strings.Contains(err.Error(), "only an active worker") {
		t.Errorf("claim of nobody: %v", err)
	}
	var stale lifecycle.Event = lifecycle.Activated{Version: "x"}
	if _, err := lifecycle.Apply(nil, stale, time.Now()); err == nil {
		t.Error("a stale event applied")
	}
}

func TestConfig(t *testing.T) {
	if err := testConfig().Validate(); err != nil {
		t.Error(err)
	}
	bad := Config{ID: "a.b", TrustedOrigins: []string{"shop"}, FetchTimeout: time.Second}
	err := bad.Validate()
	for _, words := range []string{
		"CONSTELLATION_ID must be one subject token", "CONSTELLATION_TRUSTED_ORIGINS: \"shop\" is not an origin",
		"CONSTELLATION_INSTALL_TIMEOUT must be a duration above 0", "CONSTELLATION_MAX_SCRIPT must be",
	} {
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%v does not say %q", err, words)
		}
	}
	if strings.Contains(err.Error(), "FETCH") {
		t.Errorf("complains of what is right: %v", err)
	}
	if _, err := New(bad, nil, nil); err == nil {
		t.Error("New takes a bad configuration")
	}
}

// Jobs that lie about their scope, and bad messages, are refused.
func TestBadJobs(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	c := w.listen()
	j := schemas.Job{ID: bus.NewID(), Type: schemas.JobRegister, Scope: site + "/other/", ScriptURL: sw, Origin: site, Client: c.id}
	w.must(bus.Jobs.Publish(t.Context(), w.conn, bus.Params{"scope": scope}, j.ID, j))
	if m := c.expect("job TypeError"); !strings.Contains(m.Error.Message, "does not go with the subject") {
		t.Error(m.Error)
	}
	c.installed() // and all goes on
	if got := w.dispatched(); !slices.Contains(got, "activate") {
		t.Errorf("dispatched %v", got)
	}
}
