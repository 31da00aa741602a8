package manager

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"asterism/bus"
	"asterism/schemas"
)

func (s *site) body(b schemas.Body) []byte {
	s.t.Helper()
	switch b.Kind {
	case schemas.BodyInline:
		return b.Inline
	case schemas.BodyStream:
		r, err := s.conn.OpenBody(s.ctx(), b.Stream)
		if err != nil {
			s.t.Fatal(err)
		}
		defer r.Close()
		data, err := io.ReadAll(r)
		if err != nil {
			s.t.Fatal(err)
		}
		return data
	}
	return nil
}

const hello = `addEventListener('fetch', (e) => e.respondWith(new Response('hello ' + new URL(e.request.url).pathname)));`

func TestFetch(t *testing.T) {
	s := newSite(t, nil)
	w := s.register(hello)
	for range 3 {
		if got := s.text(w, "/app/x"); got != "hello /app/x" {
			t.Fatalf("got %q", got)
		}
	}
	if n := s.manager.table.size(); n != 1 {
		t.Errorf("%d workers run, want 1", n)
	}
}

func TestResponseGoesThroughWhole(t *testing.T) {
	s := newSite(t, nil)
	w := s.register(`addEventListener('fetch', (e) => e.respondWith((async () => {
		const body = await e.request.text();
		const h = new Headers([['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2'], ['X-Seen', e.request.headers.get('x-sent') + body + e.clientId]]);
		return new Response(null, {status: 204, statusText: 'Nothing', headers: h});
	})()));`)
	e := get(w, "/app/")
	e.Request.Method = "POST"
	e.Request.Headers.Append("X-Sent", "sent ")
	e.Request.Body = schemas.Body{Kind: schemas.BodyInline, Inline: []byte("payload ")}
	p := s.ask(e).Response
	if p.Status != 204 || p.StatusText != "Nothing" || p.Body.Kind != schemas.BodyNone {
		t.Errorf("got %d %q %v", p.Status, p.StatusText, p.Body)
	}
	if v, _ := p.Headers.Get("x-seen"); v != "sent payload c1" {
		t.Errorf("x-seen: %q", v)
	}
	var cookies []string
	for name, value := range p.Headers.All() {
		if strings.EqualFold(name, "set-cookie") {
			cookies = append(cookies, value)
		}
	}
	if fmt.Sprint(cookies) != "[a=1 b=2]" {
		t.Errorf("cookies %q", cookies)
	}
}

func TestNetworkOutcome(t *testing.T) {
	s := newSite(t, nil)
	w := s.register(`addEventListener('fetch', (e) => { if (e.request.url.endsWith('throw')) throw new Error('oops'); });`)
	for _, path := range []string{"/app/", "/app/throw"} {
		if reply := s.ask(get(w, path)); reply.Outcome != schemas.FetchNetwork {
			t.Errorf("%s: outcome %d, want the network", path, reply.Outcome)
		}
	}
}

func TestStreamedBodies(t *testing.T) {
	s := newSite(t, nil)
	w := s.register(`addEventListener('fetch', (e) => {
		const path = new URL(e.request.url).pathname;
		if (path === '/app/big') e.respondWith(new Response('x'.repeat(1 << 20)));
		if (path === '/app/js') e.respondWith(new Response(new ReadableStream({
			i: 0,
			pull(c) { if (this.i++ < 300) c.enqueue(new Uint8Array(1000).fill(this.i)); else c.close(); },
		})));
		if (path === '/app/echo') e.respondWith(new Response(e.request.body));
		if (path === '/app/read') e.respondWith(e.request.arrayBuffer().then((b) => new Response(String(b.byteLength))));
	});`)
	if got := s.text(w, "/app/big"); len(got) != 1<<20 || strings.Trim(got, "x") != "" {
		t.Errorf("a long string came as %d bytes", len(got))
	}
	if got := s.text(w, "/app/js"); len(got) != 300000 {
		t.Errorf("a stream came as %d bytes", len(got))
	}
	payload := bytes.Repeat([]byte("0123456789"), 50000)
	for path, want := range map[string]string{"/app/echo": string(payload), "/app/read": "500000"} {
		name, err := s.conn.OfferBody(s.ctx(), io.NopCloser(bytes.NewReader(payload)), nil)
		if err != nil {
			t.Fatal(err)
		}
		e := get(w, path)
		e.Request.Method = "POST"
		e.Request.Body = schemas.Body{Kind: schemas.BodyStream, Stream: name, Length: int64(len(payload))}
		reply := s.ask(e)
		if reply.Outcome != schemas.FetchResponse {
			t.Fatalf("%s: outcome %d: %v", path, reply.Outcome, &reply.Error)
		}
		if path == "/app/echo" && reply.Response.Body.Stream != name {
			t.Errorf("an untouched body was not passed by name")
			continue
		}
		if path == "/app/echo" {
			continue // reading it here would be reading our own offer
		}
		if got := string(s.body(reply.Response.Body)); got != want {
			t.Errorf("%s: %d bytes, want %d", path, len(got), len(want))
		}
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	s := newSite(t, nil)
	w := s.register(`
		const used = new Response('x'); used.text();
		const answers = {
			used, error: Response.error(), nothing: undefined, object: {},
			rejected: Promise.reject(new TypeError('no luck')),
		};
		answers.rejected.catch(() => {});
		addEventListener('fetch', (e) => {
			const name = new URL(e.request.url).pathname.slice(5);
			if (name === 'prevented') return e.preventDefault();
			e.respondWith(answers[name]);
		});`)
	for path, want := range map[string]string{
		"used": "used", "error": "Response.error()", "nothing": "undefined", "object": "not a Response",
		"rejected": "TypeError: no luck", "prevented": "preventDefault",
	} {
		wantError(t, s.failure(w, "/app/"+path), schemas.CodeScript, want)
	}
}

func TestAbort(t *testing.T) {
	s := newSite(t, nil)
	w := s.register(`addEventListener('fetch', (e) => e.respondWith(new Promise((resolve) => {
		console.log('waiting');
		e.request.signal.onabort = () => { console.log('aborted ' + e.request.signal.reason.name); resolve(new Response('late')); };
	})));`)
	logs := s.logs()
	e := get(w, "/app/")
	done := make(chan schemas.FetchReply, 1)
	go func() {
		reply, _ := s.send(s.manager.subjects.fetch, e)
		done <- reply
	}()
	logs.want("waiting")
	if err := bus.Abort.Publish(s.conn, bus.Params{"scope": scope, "version": w.Version}, schemas.Abort{ID: e.ID}); err != nil {
		t.Fatal(err)
	}
	logs.want("aborted AbortError")
	<-done
}

func TestClaim(t *testing.T) {
	s := newSite(t, func(c *Config) { c.ClaimAfter = 1 })
	w := s.register(`addEventListener('fetch', (e) => e.respondWith(new Promise((r) => setTimeout(() => r(new Response('slow')), 200))));`)
	frame, err := bus.Encode(get(w, "/app/"))
	if err != nil {
		t.Fatal(err)
	}
	call, err := s.conn.Ask(s.manager.subjects.fetch, frame, "")
	if err != nil {
		t.Fatal(err)
	}
	defer call.Done()
	var outcomes []schemas.FetchOutcome
	for range 2 {
		m, err := call.Next(s.ctx(), 0)
		if err != nil {
			t.Fatal(err)
		}
		reply, err := bus.Decode[schemas.FetchReply](m)
		if err != nil {
			t.Fatal(err)
		}
		if reply.Manager != s.manager.ID() {
			t.Errorf("reply names manager %q", reply.Manager)
		}
		outcomes = append(outcomes, reply.Outcome)
	}
	if outcomes[0] != schemas.FetchClaim || outcomes[1] != schemas.FetchResponse {
		t.Errorf("outcomes %v, want a claim and a response", outcomes)
	}
}
