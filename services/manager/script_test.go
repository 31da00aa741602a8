package manager

import (
	"testing"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// strict stops a turn soon, but not so soon that a busy machine's stall counts.
func strict(c *Config) { c.TurnTimeout = 500 * time.Millisecond }

// Scripts that do not even start: the error says where and why, other workers
// do not notice.
func TestScriptsThatDoNotStart(t *testing.T) {
	for name, c := range map[string]struct {
		script string
		code   schemas.Code
		want   []string
	}{
		"syntax":    {"let x = 1;\nlet = ;", schemas.CodeScript, []string{"https://a.example/app/sw.js:2:", "SyntaxError"}},
		"throws":    {"\n\n  null.x;", schemas.CodeScript, []string{"TypeError", "https://a.example/app/sw.js:3:"}},
		"throws 42": {"throw 42", schemas.CodeScript, []string{"threw", "42"}},
		"loops":     {"for (;;) ;", schemas.CodeLimit, []string{"500ms", "event loop"}},
		"recurses":  {"function f() { return f() + 1 } f()", schemas.CodeLimit, []string{"recursed too deep"}},
		"engine":    {`eval('"\\u{10FFFF}"');`, schemas.CodeScript, nil},
		"empty":     {"", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, strict)
			w := s.worker(c.script, schemas.StateParsed)
			reply := s.dispatch(schemas.Event{Type: "evaluate", Version: w.Version, Worker: &w})
			if c.code == "" || name == "engine" && reply.Error == nil {
				if reply.Error != nil {
					t.Fatalf("error %v", reply.Error)
				}
				return
			}
			wantError(t, reply.Error, c.code, c.want...)
			s.manager.table.wait()
			good := s.register(hello)
			if got := s.text(good, "/app/x"); got != "hello /app/x" {
				t.Errorf("another worker says %q", got)
			}
		})
	}
}

func TestMissingScript(t *testing.T) {
	s := newSite(t, nil)
	w := s.worker(hello, schemas.StateActivated)
	w.Program = "0000000000000000000000000000000000000000000000000000000000000000"
	s.put(schemas.Registration{ID: "r1", Scope: scope, LastUpdate: time.Now(), Active: &w})
	wantError(t, s.failure(w, "/app/"), schemas.CodeNotFound, "not in the store")
}

func TestUnknownVersion(t *testing.T) {
	s := newSite(t, nil)
	w := s.worker(hello, schemas.StateActivated)
	if reply := s.ask(get(w, "/app/")); reply.Outcome != schemas.FetchMissing {
		t.Errorf("outcome %d, want missing", reply.Outcome)
	}
	wantError(t, s.dispatch(schemas.Event{Type: "message", Version: w.Version}).Error, schemas.CodeNotFound)
	w.State = schemas.StateRedundant
	s.put(schemas.Registration{ID: "r1", Scope: scope, LastUpdate: time.Now(), Active: &w})
	if reply := s.ask(get(w, "/app/")); reply.Outcome != schemas.FetchMissing {
		t.Errorf("outcome %d for a redundant worker, want missing", reply.Outcome)
	}
}

// A worker that breaks a limit is stopped with everything it had in flight, is
// told so in its log, and starts again on demand.
func TestBreaksALimit(t *testing.T) {
	for name, c := range map[string]struct {
		breaks string
		want   []string
	}{
		"endless loop":      {"for (;;) ;", []string{"500ms"}},
		"endless microtask": {"const f = () => Promise.resolve().then(f); f();", []string{"500ms"}},
		"caught":            {"for (;;) try { for (;;) ; } catch { } finally { }", []string{"500ms"}},
		"recursion":         {"const f = () => f() + 1; f();", []string{"recursed too deep"}},
		"later":             {"setTimeout(() => { for (;;) ; }, 1)", []string{"500ms"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, strict)
			logs, advisories := s.logs(), s.advisories()
			w := s.register(`addEventListener('fetch', (e) => {
				if (e.request.url.endsWith('wait')) { console.log('waits'); return e.respondWith(new Promise(() => {})); }
				if (e.request.url.endsWith('break')) { e.respondWith(new Promise(() => {})); ` + c.breaks + ` }
				if (e.request.url.endsWith('break first')) { ` + c.breaks + ` }
				e.respondWith(new Response('well'));
			});`)
			bystander := make(chan schemas.FetchReply, 1)
			go func() {
				reply, _ := s.send(s.manager.subjects.fetch, get(w, "/app/wait"))
				bystander <- reply
			}()
			logs.want("waits")
			wantError(t, s.failure(w, "/app/break"), schemas.CodeLimit, c.want...)
			other := <-bystander
			wantError(t, &other.Error, schemas.CodeLimit, c.want...)
			logs.want(c.want[0])
			advisories.want("worker-stopped")
			if name != "later" { // that one breaks after the answer
				wantError(t, s.failure(w, "/app/break first"), schemas.CodeLimit, c.want...)
			}
			if got := s.text(w, "/app/"); got != "well" {
				t.Errorf("after a restart: %q", got)
			}
		})
	}
}

func TestEventTimeout(t *testing.T) {
	s := newSite(t, func(c *Config) { c.EventTimeout = 100 * time.Millisecond })
	advisories := s.advisories()
	w := s.register(`let late;
		addEventListener('fetch', (e) => {
			if (e.request.url.endsWith('hang')) e.respondWith(new Promise((r) => { late = r; e.request.signal.onabort = () => console.log('aborted'); }));
			else e.respondWith(new Response('well'));
		});`)
	logs := s.logs()
	wantError(t, s.failure(w, "/app/hang"), schemas.CodeTimeout, "100ms", "/app/hang")
	logs.want("aborted")
	advisories.want("worker-stopped")
	if got := s.text(w, "/app/"); got != "well" {
		t.Errorf("after a restart: %q", got)
	}
}

func TestWaitUntilTimeout(t *testing.T) {
	s := newSite(t, func(c *Config) { c.EventTimeout, c.WaitTimeout = 50*time.Millisecond, 50*time.Millisecond })
	advisories := s.advisories()
	w := s.register(`addEventListener('fetch', (e) => { e.waitUntil(new Promise(() => {})); e.respondWith(new Response('well')); });`)
	if got := s.text(w, "/app/"); got != "well" {
		t.Errorf("got %q", got)
	}
	advisories.want("waitUntil()")
}

func TestQuarantine(t *testing.T) {
	s := newSite(t, func(c *Config) { c.QuarantineBreaks, c.TurnTimeout = 2, 300*time.Millisecond })
	advisories := s.advisories()
	w := s.register(`addEventListener('fetch', () => { for (;;) ; });`)
	for range 2 {
		wantError(t, s.failure(w, "/app/"), schemas.CodeLimit, "event loop")
	}
	wantError(t, s.failure(w, "/app/"), schemas.CodeLimit, "refused for another")
	advisories.want("worker-quarantined")
}

// A worker that nobody asks is stopped; the next event starts it again.
func TestIdleStop(t *testing.T) {
	s := newSite(t, func(c *Config) { c.IdleTimeout = 50 * time.Millisecond })
	advisories := s.advisories()
	w := s.register(`let n = 0; addEventListener('fetch', (e) => e.respondWith(new Response(String(++n))));`)
	for range 2 {
		if got := s.text(w, "/app/"); got != "1" {
			t.Errorf("got %q, want a fresh worker's 1", got)
		}
		advisories.want("worker-stopped idle")
		s.manager.table.wait()
		subject, _ := bus.Fetch.SubjectFor(bus.Params{"scope": scope, "version": w.Version})
		if _, err := s.send(subject, get(w, "/app/")); err != bus.ErrNoResponders {
			t.Errorf("a stopped worker's subject: %v, want no responders", err)
		}
	}
}

func TestVersionGone(t *testing.T) {
	s := newSite(t, nil)
	advisories := s.advisories()
	old := s.register(hello)
	s.text(old, "/app/")
	s.register(hello)
	advisories.want("its version is gone")
	s.manager.table.wait()
	if reply := s.ask(get(old, "/app/")); reply.Outcome != schemas.FetchMissing {
		t.Errorf("outcome %d, want missing", reply.Outcome)
	}
}

func TestBusy(t *testing.T) {
	s := newSite(t, func(c *Config) { c.MaxWorkers, c.MaxWorkerEvents, c.DrainTimeout = 1, 1, 50*time.Millisecond })
	w := s.register(`addEventListener('fetch', (e) => { console.log('in'); e.respondWith(new Promise((r) => { self.go = r; })); });
		addEventListener('message', () => go(new Response('out')));`)
	logs := s.logs()
	first := make(chan schemas.FetchReply, 1)
	go func() {
		reply, _ := s.send(s.manager.subjects.fetch, get(w, "/app/"))
		first <- reply
	}()
	logs.want("in")
	if reply := s.ask(get(w, "/app/")); reply.Outcome != schemas.FetchBusy {
		t.Errorf("outcome %d for one event too many, want busy", reply.Outcome)
	}
	other := s.worker(hello, schemas.StateActivated)
	if reply := s.dispatch(schemas.Event{Type: "evaluate", Version: other.Version, Worker: &other}); !reply.Busy {
		t.Errorf("reply %+v for one worker too many, want busy", reply)
	}
}

// A stop lets events in flight finish, and nobody can reach the manager any more.
func TestShutdown(t *testing.T) {
	s := newSite(t, nil)
	w := s.register(`addEventListener('fetch', (e) => { console.log('in'); e.respondWith(new Promise((r) => setTimeout(() => r(new Response('out')), 100))); });`)
	logs := s.logs()
	first := make(chan schemas.FetchReply, 1)
	go func() {
		reply, _ := s.send(s.manager.subjects.fetch, get(w, "/app/"))
		first <- reply
	}()
	logs.want("in")
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if reply := <-first; reply.Outcome != schemas.FetchResponse {
		t.Errorf("outcome %d of the event in flight, want a response: %v", reply.Outcome, &reply.Error)
	}
	if _, err := s.send(s.manager.subjects.fetch, get(w, "/app/")); err != bus.ErrNoResponders {
		t.Errorf("after the stop: %v, want no responders", err)
	}
	members, err := bus.Members.Open(t.Context(), s.conn)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := members.Get(s.ctx(), s.manager.ID()); err != bus.ErrNotFound {
		t.Errorf("still a member: %v", err)
	}
}

// Events that a stopped worker's script has not seen go to a fresh worker.
func TestUnseenEventsAreNotLost(t *testing.T) {
	s := newSite(t, strict)
	logs := s.logs()
	w := s.register(`addEventListener('fetch', (e) => {
		if (e.request.url.endsWith('loop')) { console.log('loops'); for (;;) ; }
		e.respondWith(new Response('well'));
	});`)
	s.text(w, "/app/")
	loop := make(chan schemas.FetchReply, 1)
	go func() {
		reply, _ := s.send(s.manager.subjects.fetch, get(w, "/app/loop"))
		loop <- reply
	}()
	logs.want("loops")
	for range 3 {
		if got := s.text(w, "/app/"); got != "well" {
			t.Errorf("got %q", got)
		}
	}
	reply := <-loop
	wantError(t, &reply.Error, schemas.CodeLimit, "500ms")
}
