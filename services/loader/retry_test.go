package loader

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"asterism/schemas"
)

// A manager that dies with a request in hand: the next one gets it, within two
// seconds (on a machine with nothing else to do; without noticing it would take
// five), whether or not the first had claimed it.
func TestManagerDies(t *testing.T) {
	t.Parallel()
	for _, claimed := range []bool{false, true} {
		w := start(t, nil)
		scope := w.register("/", "v1", nil)
		dying := w.manage("dying", nil).runs(scope, "v1")
		got := make(chan string, 1)
		go func() { _, body := w.get("/"); got <- body }()
		e := <-dying.events
		if claimed {
			e.reply(schemas.FetchReply{Outcome: schemas.FetchClaim})
		}
		w.manage("next", func(e *event) { e.text(200, "next") })
		began := time.Now()
		dying.die()
		if body := <-got; body != "next" {
			t.Fatalf("claimed %v: %q", claimed, body)
		}
		if took := time.Since(began); took > 4500*time.Millisecond {
			t.Errorf("claimed %v: took %s", claimed, took)
		}
	}
}

// Managers that live but are slow to say so keep their requests.
func TestSilence(t *testing.T) {
	t.Parallel()
	w := start(t, nil)
	w.loader.front.workers.asker.claimWait = 50 * time.Millisecond
	scope := w.register("/", "v1", nil)
	slow := w.manage("slow", nil).runs(scope, "v1")
	got := make(chan string, 1)
	go func() { _, body := w.do("POST", "/", strings.NewReader("x"), nil); got <- body }()
	e := <-slow.events
	time.AfterFunc(700*time.Millisecond, func() { e.text(200, "slow") }) // a pulse later
	if body := <-got; body != "slow" || len(slow.events) != 0 {
		t.Fatalf("%q", body)
	}
}

// What may have had an effect is not sent twice.
func TestNoReplay(t *testing.T) {
	t.Parallel()
	w := start(t, nil)
	asker := w.loader.front.workers.asker
	asker.claimWait, asker.silence = 100*time.Millisecond, 100*time.Millisecond
	scope := w.register("/", "v1", nil)
	w.manage("other", func(e *event) { e.text(200, "twice") })
	dying := w.manage("dying", nil).runs(scope, "v1")
	for name, body := range map[string]io.Reader{
		"POST": strings.NewReader("small"),
		"PUT":  io.MultiReader(strings.NewReader("of unknown length")),
	} {
		type answer struct {
			status int
			body   string
		}
		got := make(chan answer, 1)
		go func() {
			defer close(got) // also when do fails
			resp, text := w.do(name, "/", body, nil)
			got <- answer{resp.StatusCode, text}
		}()
		select {
		case <-dying.events:
		case a := <-got:
			t.Fatalf("%s was answered by someone else: %+v", name, a)
		}
		if a := <-got; a.status != 502 || !strings.Contains(a.body, "cannot be sent twice") {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

// An inline body goes along again.
func TestReplayWithBody(t *testing.T) {
	t.Parallel()
	w := start(t, nil)
	scope := w.register("/", "v1", nil)
	dying := w.manage("dying", nil).runs(scope, "v1")
	got := make(chan string, 1)
	go func() { _, body := w.do("PUT", "/", strings.NewReader("the body"), nil); got <- body }()
	<-dying.events
	w.manage("next", func(e *event) { e.text(200, e.Request.Method+" "+string(e.Request.Body.Inline)) })
	dying.die()
	if body := <-got; body != "PUT the body" {
		t.Fatalf("%q", body)
	}
}

// A claimed request may take longer than a claim's second; not longer than the
// worker's time.
func TestSlowWorker(t *testing.T) {
	t.Parallel()
	w := start(t, func(c *Config) { c.WorkerTimeout = 1500 * time.Millisecond })
	w.register("/", "v1", nil)
	aborts := w.aborts()
	release := make(chan struct{})
	w.manage("m1", func(e *event) {
		e.reply(schemas.FetchReply{Outcome: schemas.FetchClaim})
		if strings.HasSuffix(e.Request.URL, "/late") {
			<-release
			e.text(200, "late")
		}
	})
	got := make(chan string, 1)
	go func() { _, body := w.get("/late"); got <- body }()
	time.AfterFunc(1200*time.Millisecond, func() { close(release) }) // past the claim's second
	if body := <-got; body != "late" {
		t.Errorf("%q", body)
	}
	resp, body := w.get("/never")
	if resp.StatusCode != http.StatusGatewayTimeout || !strings.Contains(body, "1.5s") {
		t.Errorf("%d %q", resp.StatusCode, body)
	}
	select {
	case <-aborts:
	case <-time.After(5 * time.Second):
		t.Error("the worker was not told")
	}
}
