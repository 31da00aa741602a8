package constellation

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/caches"
	"asterism/schemas"
)

func TestSkipWaiting(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	c := w.listen()
	v1 := c.installed()
	doc := w.document(site+"/page", v1)
	w.page(sw, script("// two"))
	doc.schedule(schemas.Job{Type: schemas.JobUpdate})
	m := doc.expect("job", "updatefound", "state installed")
	v2 := m.Version
	_, err := bus.SkipWaiting.Do(t.Context(), w.conn, nil, schemas.WorkerRef{Scope: scope, Version: v2})
	w.must(err)
	m = doc.expect("state redundant", "state activating", "controller")
	if m.Controller == nil || m.Controller.Version != v2 || m.Scope != scope {
		t.Errorf("controller: %+v", m)
	}
	doc.expect("state activated")
	if got := doc.controller(); got != v2 {
		t.Errorf("the bucket says %s", got)
	}
	// By now there is nothing to skip.
	for _, version := range []string{v2} {
		if _, err := bus.SkipWaiting.Do(t.Context(), w.conn, nil, schemas.WorkerRef{Scope: scope, Version: version}); err != nil {
			t.Error(err)
		}
	}
	doc.quiet()
}

// A worker may call skipWaiting() in its install event, or while it is still
// evaluated and in no registry.
func TestSkipWaitingEarly(t *testing.T) {
	for _, when := range []string{"evaluate", "install"} {
		t.Run(when, func(t *testing.T) {
			w := newWorld(t)
			w.start(nil)
			v1 := w.listen().installed()
			doc := w.document(site+"/page", v1)
			done := make(chan error, 1)
			w.on(func(_ context.Context, e schemas.Event) schemas.EventReply {
				if e.Type == when {
					ask := func() {
						_, err := bus.SkipWaiting.Do(t.Context(), w.conn, nil, schemas.WorkerRef{Scope: scope, Version: e.Version})
						done <- err
					}
					if when == "install" {
						ask() // as waitUntil(skipWaiting()) does
					} else {
						go ask()
					}
				}
				return schemas.EventReply{}
			})
			w.page(sw, script("// two"))
			doc.schedule(schemas.Job{Type: schemas.JobUpdate})
			doc.expect("job", "updatefound", "state installed", "state redundant", "state activating", "controller", "state activated")
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
}

func TestClaim(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	inside := w.document(site+"/page", "")
	deeper := w.document(site+"/sub/page", "")
	c := w.listen()
	c.schedule(schemas.Job{Type: schemas.JobRegister, ScriptURL: sw, Scope: site + "/sub/"})
	c.expect("job", "updatefound", "state installed", "state activating", "state activated")
	for range 4 {
		inside.next()
		deeper.next()
	}
	// Only an active worker may claim.
	claimed := make(chan error, 2)
	w.on(func(_ context.Context, e schemas.Event) schemas.EventReply {
		if e.Type == "install" || e.Type == "activate" {
			_, err := bus.Claim.Do(t.Context(), w.conn, nil, schemas.WorkerRef{Scope: scope, Version: e.Version})
			claimed <- err
		}
		return schemas.EventReply{}
	})
	r := inside.register()
	inside.expect("updatefound", "state installed", "state activating", "controller", "state activated")
	if e, ok := errors.AsType[*schemas.Error](<-claimed); !ok || e.Exception != "InvalidStateError" {
		t.Errorf("claim while installing: %+v", e)
	}
	if err := <-claimed; err != nil {
		t.Errorf("claim while activating: %v", err)
	}
	if got := inside.controller(); got != r.Installing.Version {
		t.Errorf("controlled by %q", got)
	}
	if got := deeper.controller(); got != "" {
		t.Errorf("a client of a longer scope was claimed: %q", got)
	}
}

func TestUnregister(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	c := w.listen()
	c.schedule(schemas.Job{Type: schemas.JobUnregister})
	if m := c.expect("job"); m.Unregistered {
		t.Error("unregistered nothing")
	}
	v1 := c.installed()
	c.schedule(schemas.Job{Type: schemas.JobUnregister})
	c.expect("unregistered")
	if m := c.expect("job"); !m.Unregistered {
		t.Errorf("%+v", m)
	}
	if m := c.expect("state redundant"); m.Version != v1 {
		t.Errorf("%+v", m)
	}
	if r := w.registration(); r != nil {
		t.Errorf("left %s", shape(r))
	}
}

// A document keeps its controller when the registration goes, and when another
// one takes the scope; the workers go with the last document.
func TestUnregisterInUse(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	c := w.listen()
	v1 := c.installed()
	doc := w.document(site+"/page", v1)
	old := w.registration()
	doc.schedule(schemas.Job{Type: schemas.JobUnregister})
	doc.expect("unregistered", "job")
	if r := w.registration(); r != nil {
		t.Errorf("left %s", shape(r))
	}
	lingering, err := bus.Lingering.Open(t.Context(), w.conn)
	w.must(err)
	if e, err := lingering.Get(t.Context(), old.ID); err != nil || e.Value.Active.Version != v1 {
		t.Errorf("lingering: %+v, %v", e, err)
	}
	// A lingering worker claims nothing, and that is no error.
	if _, err := bus.Claim.Do(t.Context(), w.conn, nil, schemas.WorkerRef{Scope: scope, Version: v1}); err != nil {
		t.Error(err)
	}
	r := doc.register()
	if r.ID == old.ID {
		t.Error("the registration came back")
	}
	doc.expect("updatefound", "state installed", "state activating", "state activated")
	if got := doc.controller(); got != v1 {
		t.Errorf("controlled by %s, want %s still", got, v1)
	}
	last := w.document(site+"/other", "")
	doc.leave()
	if m := last.expect("state redundant"); m.Version != v1 {
		t.Errorf("%+v", m)
	}
	w.eventually("nothing lingers", func() bool {
		all, err := lingering.All(t.Context())
		return err == nil && len(all) == 0
	})
	if got := shape(w.registration()); got != "- - activated" {
		t.Errorf("the new one is %s", got)
	}
}

// A document that comes with a controller which was replaced meanwhile gets the
// new one.
func TestLateClient(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	c := w.listen()
	v1 := c.installed()
	w.page(sw, script("// two"))
	c.schedule(schemas.Job{Type: schemas.JobUpdate})
	m := c.expect("job", "updatefound", "state installed", "state redundant", "state activating", "state activated")
	doc := w.document(site+"/page", v1)
	if got := doc.expect("controller"); got.Controller.Version != m.Version {
		t.Errorf("controller %+v", got.Controller)
	}
}

func TestRegistryRequests(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	c := w.listen()
	v1 := c.installed()
	c.schedule(schemas.Job{Type: schemas.JobRegister, ScriptURL: sw, Scope: site + "/pro"})
	c.expect("job", "updatefound", "state installed", "state activating", "state activated")
	for url, want := range map[string]string{
		site + "/x": scope, site + "/profile#f": site + "/pro", site: scope, "https://b.example/": "", "http://a.example/": "",
	} {
		got, err := bus.RegistryMatch.Do(t.Context(), w.conn, nil, schemas.Match{URL: url})
		w.must(err)
		if want == "" && len(got.Registrations) > 0 || want != "" && (len(got.Registrations) != 1 || got.Registrations[0].Scope != want) {
			t.Errorf("%s matches %+v, want %q", url, got.Registrations, want)
		}
	}
	if _, err := bus.RegistryMatch.Do(t.Context(), w.conn, nil, schemas.Match{URL: "nonsense"}); !errors.Is(err, &schemas.Error{Code: schemas.CodeBadMessage}) {
		t.Errorf("a bad URL: %v", err)
	}
	for origin, n := range map[string]int{"": 2, site: 2, "https://b.example": 0} {
		got, err := bus.RegistryList.Do(t.Context(), w.conn, nil, schemas.List{Origin: origin})
		if err != nil || len(got.Registrations) != n {
			t.Errorf("list %q: %+v, %v", origin, got, err)
		}
	}
	mine, free := w.document(site+"/1", v1), w.document(site+"/2", "")
	for _, q := range []struct {
		query schemas.ClientQuery
		want  int
	}{
		{schemas.ClientQuery{Origin: site, Scope: scope, Version: v1}, 1},
		{schemas.ClientQuery{Origin: site, Scope: scope, Version: v1, IncludeUncontrolled: true}, 2},
		{schemas.ClientQuery{Origin: site, Type: "worker", IncludeUncontrolled: true}, 0},
		{schemas.ClientQuery{Origin: site, Type: "all", IncludeUncontrolled: true}, 2},
		{schemas.ClientQuery{Origin: site, ID: free.id}, 1},
		{schemas.ClientQuery{Origin: "https://b.example", ID: mine.id}, 0},
	} {
		got, err := bus.ClientsQuery.Do(t.Context(), w.conn, nil, q.query)
		if err != nil || len(got.Clients) != q.want {
			t.Errorf("%+v: %+v, %v", q.query, got, err)
		}
	}
}

// What caches no longer refer to is collected.
func TestCachesAreSwept(t *testing.T) {
	w := newWorld(t)
	all := caches.New(w.conn, caches.Config{}, 0, slog.New(slog.DiscardHandler)).Origin("https://a.example")
	if _, err := all.Open(t.Context(), "v1"); err != nil {
		t.Fatal(err)
	}
	var e schemas.CacheEntry
	if err := all.Keep(t.Context(), &e, strings.NewReader(strings.Repeat("x", 2*caches.Inline))); err != nil {
		t.Fatal(err)
	}
	w.start(func(c *Config) { c.CacheSweep = 20 * time.Millisecond })
	w.eventually("the body nobody names is collected", func() bool {
		_, ok, err := all.Body(t.Context(), e)
		return err == nil && !ok
	})
}
