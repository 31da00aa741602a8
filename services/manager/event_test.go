package manager

import (
	"slices"
	"testing"
	"time"

	"asterism/bus"
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/clone"
)

// message is the structured clone of a string.
func message(t testing.TB, text string) []byte {
	t.Helper()
	r := js.NewRealm(js.NewLoop(js.LoopConfig{}), js.RealmConfig{})
	data, err := clone.Serialize(r, r.VM.ToValue(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestInstallAndActivate(t *testing.T) {
	s := newSite(t, nil)
	logs := s.logs()
	w := s.worker(`
		addEventListener('install', (e) => e.waitUntil(new Promise((r) => setTimeout(() => { console.log('installed as ' + serviceWorker.state); r(); }, 20))));
		addEventListener('activate', (e) => console.log('activate ' + e.type));
		self.onfetch = () => {};`, schemas.StateParsed)
	reply := s.dispatch(schemas.Event{Type: "evaluate", Version: w.Version, Worker: &w})
	if reply.Error != nil || reply.Manager != "m1" {
		t.Fatalf("evaluate: %+v", reply)
	}
	slices.Sort(reply.Events)
	if !slices.Equal(reply.Events, []string{"activate", "fetch", "install"}) {
		t.Errorf("events %q", reply.Events)
	}
	w.State = schemas.StateInstalling
	if reply := s.dispatch(schemas.Event{Type: "install", Version: w.Version, Worker: &w}); reply.Error != nil {
		t.Fatal(reply.Error)
	}
	logs.want("installed as installing")
	w.State = schemas.StateActivating
	if reply := s.dispatch(schemas.Event{Type: "activate", Version: w.Version, Worker: &w}); reply.Error != nil {
		t.Fatal(reply.Error)
	}
	logs.want("activate activate")
}

func TestInstallFails(t *testing.T) {
	s := newSite(t, func(c *Config) { c.LifecycleTimeout, c.TurnTimeout = time.Second, 300*time.Millisecond })
	for script, want := range map[string]struct {
		code schemas.Code
		text string
	}{
		`oninstall = (e) => e.waitUntil(Promise.reject(new Error('no disk')));`: {schemas.CodeScript, "Error: no disk"},
		`oninstall = (e) => e.waitUntil(new Promise(() => {}));`:                {schemas.CodeTimeout, "1s"},
		`oninstall = () => { for (;;) ; };`:                                     {schemas.CodeLimit, "event loop"},
	} {
		w := s.worker(script, schemas.StateInstalling)
		wantError(t, s.dispatch(schemas.Event{Type: "install", Version: w.Version, Worker: &w}).Error, want.code, want.text)
	}
	w := s.worker(`oninstall = () => { throw new Error('only reported'); };`, schemas.StateInstalling)
	if reply := s.dispatch(schemas.Event{Type: "install", Version: w.Version, Worker: &w}); reply.Error != nil {
		t.Errorf("a listener that throws fails install: %v", reply.Error)
	}
}

// Fetch events wait until the worker is activated; they are not lost.
func TestFetchWaitsForActivation(t *testing.T) {
	s := newSite(t, nil)
	w := s.worker(`let active = false; onactivate = () => { active = true; }; onfetch = (e) => e.respondWith(new Response(String(active)));`,
		schemas.StateActivating)
	reg := schemas.Registration{ID: "r1", Scope: scope, LastUpdate: time.Now(), Active: &w}
	s.put(reg)
	done := make(chan schemas.FetchReply, 1)
	go func() {
		reply, _ := s.send(s.manager.subjects.fetch, get(w, "/app/"))
		done <- reply
	}()
	if reply := s.dispatch(schemas.Event{Type: "activate", Version: w.Version, Worker: &w}); reply.Error != nil {
		t.Fatal(reply.Error)
	}
	select {
	case reply := <-done:
		t.Fatalf("answered while activating: %+v", reply)
	default:
	}
	w.State = schemas.StateActivated
	s.put(reg)
	if reply := <-done; reply.Outcome != schemas.FetchResponse || string(reply.Response.Body.Inline) != "true" {
		t.Errorf("got %d %q", reply.Outcome, reply.Response.Body.Inline)
	}
}

// The promise of skipWaiting() settles after the activate event that it brought
// about; the manager's copy of the registry is ahead of the constellation's answer.
func TestSkipWaitingActivates(t *testing.T) {
	s := newSite(t, nil)
	logs := s.logs()
	w := s.worker(`let active = false; onactivate = () => { active = true; };
		onmessage = (e) => e.waitUntil(skipWaiting().then(() => console.log('skipped, active', active, registration.active.state)));`,
		schemas.StateActivating)
	c := s.constellation(nil)
	reg := schemas.Registration{ID: "r1", Scope: scope, LastUpdate: time.Now(), Active: &w}
	revision, err := s.registrations.Put(s.ctx(), scope, reg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bus.ManagerCaughtUp.Do(s.ctx(), s.conn, bus.Params{"manager": "m1"}, schemas.Caught{Revision: revision}); err != nil {
		t.Fatal(err)
	}
	if reply := s.dispatch(schemas.Event{Type: "message", Version: w.Version, Data: message(t, ""), NoWait: true}); reply.Error != nil {
		t.Fatal(reply.Error)
	}
	<-c.skipped
	if reply := s.dispatch(schemas.Event{Type: "activate", Version: w.Version, Worker: &w}); reply.Error != nil {
		t.Fatal(reply.Error)
	}
	logs.want("skipped, active true activating")
}

func TestMessages(t *testing.T) {
	s := newSite(t, nil)
	logs := s.logs()
	w := s.register(`onmessage = (e) => { console.log(e.data, e.origin, e.source.id); e.source.postMessage('re: ' + e.data); };`)
	client := schemas.Client{ID: "c1", URL: scope, Origin: origin, Type: "window", FrameType: "top-level", Visibility: "visible", Created: time.Now()}
	posts := make(chan schemas.ClientMessage, 200)
	sub, err := bus.ToClient.Subscribe(s.conn, bus.Params{"client": "c1"}, func(m schemas.ClientMessage, _ bus.Params) { posts <- m })
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Stop()
	if err := s.conn.Flush(); err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		reply := s.dispatch(schemas.Event{Type: "message", Version: w.Version, Data: message(t, string(rune('a'+i%26))),
			Origin: origin, Source: &client, NoWait: true})
		if reply.Error != nil {
			t.Fatal(reply.Error)
		}
	}
	logs.want("a https://a.example c1")
	r := js.NewRealm(js.NewLoop(js.LoopConfig{}), js.RealmConfig{})
	for i := range 100 {
		m := <-posts
		v, err := clone.Deserialize(r, m.Data)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := v.String(), "re: "+string(rune('a'+i%26)); got != want {
			t.Fatalf("post %d is %q, want %q", i, got, want)
		}
		if m.Kind != schemas.ClientPost || m.Source == nil || m.Source.Version != w.Version || m.Origin != origin || m.Scope != scope {
			t.Fatalf("post %+v", m)
		}
	}
}

func TestUnknownEvent(t *testing.T) {
	s := newSite(t, nil)
	w := s.register(hello)
	wantError(t, s.dispatch(schemas.Event{Type: "nonsense", Version: w.Version}).Error, schemas.CodeRefused, "nonsense")
}

// A worker may post to itself, and to others; the messages start the target.
func TestWorkerToWorker(t *testing.T) {
	s := newSite(t, nil)
	logs := s.logs()
	w := s.register(`onfetch = (e) => { for (let i = 0; i < 20; i++) registration.active.postMessage(i); e.respondWith(new Response('')); };
		onmessage = (e) => console.log('got', e.data, e.source instanceof ServiceWorker);`)
	s.text(w, "/app/")
	for range 20 {
		logs.want("true")
	}
}
