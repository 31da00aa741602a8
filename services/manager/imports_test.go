package manager

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// web is a loader that knows some URLs.
type web struct {
	pages map[string]string // URL to "type\nbody"
	asked atomic.Int32
	last  atomic.Pointer[schemas.NetRequest]
}

// serve answers network fetches with pages, as any loader or as the one named.
func (s *site) serve(w *web, id string) {
	s.t.Helper()
	service, err := s.conn.NewService("loader", "l"+bus.NewID(), "1.0.0", "a fake")
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = service.Stop() })
	answer := func(_ context.Context, q schemas.NetRequest, _ bus.Params) (schemas.NetReply, error) {
		w.asked.Add(1)
		w.last.Store(&q)
		page, ok := w.pages[q.Request.URL]
		if !ok {
			return schemas.NetReply{Error: schemas.Error{Code: schemas.CodeNetwork, Message: "no such host"}}, nil
		}
		kind, body, _ := strings.Cut(page, "\n")
		p := schemas.Response{Status: 200, Type: "basic", URLs: []string{q.Request.URL},
			Body: schemas.Body{Kind: schemas.BodyInline, Inline: []byte(body)}}
		if strings.HasPrefix(kind, "404") {
			p.Status = 404
		}
		p.Headers.Append("Content-Type", strings.TrimPrefix(kind, "404 "))
		return schemas.NetReply{Response: p}, nil
	}
	if id == "" {
		err = bus.Net.Serve(service, nil, answer)
	} else {
		err = bus.NetAt.Serve(service, bus.Params{"loader": id}, answer)
	}
	if err == nil {
		err = s.conn.Flush()
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func TestImportScripts(t *testing.T) {
	s := newSite(t, nil)
	w := &web{pages: map[string]string{
		origin + "/app/lib.js":     "text/javascript\nvar lib = 'lib';",
		origin + "/app/modern.js":  "text/javascript; charset=utf-8\nasync function* letters() { yield 'a'; yield 'b'; } async function all() { let s = ''; for await (const l of letters()) s += l; return s; }",
		origin + "/app/typed.ts":   "text/typescript\nvar typed: string = 'typed';",
		origin + "/app/page.js":    "text/html\n<p>",
		origin + "/app/missing.js": "404 text/javascript\n",
		origin + "/app/broken.js":  "text/javascript\n\nlet x = ;",
	}}
	s.serve(w, "")
	script := `importScripts('lib.js', 'modern.js', 'typed.ts', 'data:text/javascript,lib = lib.toLowerCase()');
		addEventListener('fetch', (e) => e.respondWith(all().then((s) => new Response(lib + s + typed))));
		addEventListener('message', (e) => { try { importScripts('new.js'); } catch (x) { console.log(x.name, x.message); } });`
	worker := s.worker(script, schemas.StateParsed)
	reply := s.dispatch(schemas.Event{Type: "evaluate", Version: worker.Version, Worker: &worker})
	if reply.Error != nil {
		t.Fatal(reply.Error)
	}
	if len(reply.Imports) != 4 || reply.Imports[origin+"/app/lib.js"] == "" {
		t.Errorf("imports %q", reply.Imports)
	}
	if q := w.last.Load(); q.ServiceWorkers != "none" || q.Request.Destination != "script" || q.Origin != origin {
		t.Errorf("fetched with %+v", q)
	}

	// Installed, in another manager's realm: the stored scripts are run, nothing is fetched.
	worker.State, worker.Imports, worker.Version = schemas.StateActivated, reply.Imports, "v9"
	s.put(schemas.Registration{ID: "r1", Scope: scope, LastUpdate: time.Now(), Active: &worker})
	asked := w.asked.Load()
	if got := s.text(worker, "/app/"); got != "libabtyped" {
		t.Errorf("got %q", got)
	}
	if w.asked.Load() != asked {
		t.Error("an installed worker fetched its imports again")
	}
	logs := s.logs()
	s.dispatch(schemas.Event{Type: "message", Version: "v9", Data: message(t, ""), NoWait: true})
	logs.want("log NetworkError")

	for name, want := range map[string]string{
		"page.js": "text/html", "data:,1": "text/plain", "missing.js": "404", "broken.js": "broken.js:2:", "nowhere.js": "no such host",
	} {
		bad := s.worker("importScripts('"+name+"')", schemas.StateParsed)
		wantError(t, s.dispatch(schemas.Event{Type: "evaluate", Version: bad.Version, Worker: &bad}).Error, schemas.CodeScript, want, name)
	}
}

func TestWorkersFetch(t *testing.T) {
	s := newSite(t, nil)
	any, mine := &web{pages: map[string]string{"https://b.example/x": "text/plain\nfrom any"}}, &web{pages: map[string]string{"https://b.example/x": "text/plain\nfrom mine"}}
	s.serve(any, "")
	s.serve(mine, "mine")
	w := s.register(`addEventListener('fetch', (e) => e.respondWith(fetch('https://b.example/' + new URL(e.request.url).pathname.slice(5))
		.catch((x) => new Response(x.name + ': ' + x.message))));`)
	if got := s.text(w, "/app/x"); got != "from any" {
		t.Errorf("got %q", got)
	}
	e := get(w, "/app/x")
	e.Loader = "mine"
	if got := string(s.body(s.ask(e).Response.Body)); got != "from mine" {
		t.Errorf("got %q from the client's loader", got)
	}
	if q := mine.last.Load(); q == nil || q.Origin != origin || q.ServiceWorkers != "none" {
		t.Errorf("asked with %+v", q)
	}
	e.Loader = "gone"
	if got := string(s.body(s.ask(e).Response.Body)); got != "from any" {
		t.Errorf("got %q when the client's loader is gone", got)
	}
	if got := s.text(w, "/app/missing"); !strings.Contains(got, "TypeError") || !strings.Contains(got, "no such host") {
		t.Errorf("a failed fetch says %q", got)
	}
}

func TestNoLoader(t *testing.T) {
	s := newSite(t, nil)
	w := s.register(`addEventListener('fetch', (e) => e.respondWith(fetch('https://b.example/').catch((x) => new Response(x.message))));`)
	if got := s.text(w, "/app/"); !strings.Contains(got, "no loader") {
		t.Errorf("got %q", got)
	}
}
