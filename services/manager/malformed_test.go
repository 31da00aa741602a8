package manager

import (
	"bytes"
	"testing"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// Nothing that arrives crashes the manager; it is answered with an error and
// reported.
func TestMalformedMessages(t *testing.T) {
	s := newSite(t, nil)
	w := s.register(hello)
	s.text(w, "/app/")
	good, err := bus.Encode(get(w, "/app/x"))
	if err != nil {
		t.Fatal(err)
	}
	other := get(w, "/app/x")
	other.Version = "v77"
	bad := [][]byte{nil, {}, {0}, []byte("{}"), []byte(`{"id":1}`), bytes.Repeat([]byte{0xff}, 100000), good[:len(good)/2], good[:3]}
	p := bus.Params{"scope": scope, "version": w.Version, "type": "message", "manager": "m1"}
	fetch, _ := bus.Fetch.SubjectFor(p)
	event, _ := bus.Dispatch.SubjectFor(p)
	abort, _ := bus.Abort.SubjectFor(p)
	message, err := bus.Encode(schemas.Event{ID: bus.NewID(), Type: "message", Scope: scope, Version: w.Version})
	if err != nil {
		t.Fatal(err)
	}
	waitForInterest(t, s.conn, fetch, good)
	waitForInterest(t, s.conn, event, message)
	advisories := s.advisories()
	for _, subject := range []string{fetch, s.manager.subjects.fetch, event, s.manager.subjects.event} {
		for i, data := range bad {
			call, err := s.conn.Ask(subject, data, "")
			if err != nil {
				t.Fatal(err)
			}
			m, err := call.Next(s.ctx(), 5*time.Second)
			if err != nil {
				t.Fatalf("%s, message %d: %v", subject, i, err)
			}
			var e *schemas.Error
			if subject == fetch || subject == s.manager.subjects.fetch {
				reply, err := bus.Decode[schemas.FetchReply](m)
				if err != nil {
					t.Fatal(err)
				}
				e = &reply.Error
			} else {
				reply, err := bus.Decode[schemas.EventReply](m)
				if err != nil {
					t.Fatal(err)
				}
				e = reply.Error
			}
			call.Done()
			wantError(t, e, schemas.CodeBadMessage)
		}
		advisories.want("bad-message")
	}
	reply, err := s.send(fetch, other)
	if err != nil {
		t.Fatal(err)
	}
	wantError(t, &reply.Error, schemas.CodeBadMessage, "v77")
	for _, data := range bad {
		if call, err := s.conn.Ask(abort, data, ""); err == nil {
			call.Done()
		}
	}
	odd := get(w, "/app/")
	odd.Scope, odd.Version = "not a scope", "no token.*"
	if reply, err := s.send(s.manager.subjects.fetch, odd); err != nil || reply.Outcome == schemas.FetchResponse {
		t.Errorf("an impossible scope: %+v, %v", reply, err)
	}
	odd = get(w, "relative URL")
	odd.Request.URL = "::"
	if _, err := s.send(fetch, odd); err != nil {
		t.Errorf("an impossible URL: %v", err)
	}
	if got := s.text(w, "/app/x"); got != "hello /app/x" {
		t.Errorf("afterwards: %q", got)
	}
}

// Long lines and many headers go through, or are refused clearly.
func TestOversized(t *testing.T) {
	s := newSite(t, nil)
	w := s.register(`addEventListener('fetch', (e) => {
		const u = new URL(e.request.url);
		if (u.pathname === '/app/many') { const h = new Headers(); for (let i = 0; i < 10000; i++) h.append('x-' + i, 'v'); e.respondWith(new Response('', {headers: h})); }
		if (u.pathname === '/app/toomany') { const h = new Headers(); for (let i = 0; i < 2000; i++) h.append('x-' + i, 'v'.repeat(1000)); e.respondWith(new Response('', {headers: h})); }
		if (u.pathname === '/app/long') e.respondWith(new Response(String(u.href.length)));
		if (u.pathname === '/app/count') e.respondWith(new Response(String([...e.request.headers].length)));
	});`)
	if n := s.ask(get(w, "/app/many")).Response.Headers.Len(); n != 10001 && n != 10000 {
		t.Errorf("%d headers came", n)
	}
	wantError(t, s.failure(w, "/app/toomany"), schemas.CodeLimit, "headers")
	long := get(w, "/app/long?")
	long.Request.URL += string(bytes.Repeat([]byte("x"), 64<<10))
	if reply := s.ask(long); reply.Outcome != schemas.FetchResponse {
		t.Errorf("a 64 KiB URL: %+v", reply)
	}
	count := get(w, "/app/count")
	for range 10000 {
		count.Request.Headers.Append("x-"+bus.NewID(), "v")
	}
	if got := string(s.body(s.ask(count).Response.Body)); got != "10000" {
		t.Errorf("the worker sees %s of 10000 headers", got)
	}
}
