package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"asterism/asterismtest"
	"asterism/bus/bustest"
)

func TestMain(m *testing.M) { bustest.Main(m) }

// The board keeps showing what it knew last when the server is gone.
func TestOffline(t *testing.T) {
	t.Parallel()
	b := new(board)
	s := asterismtest.New(t, b)
	page := s.Open("/")
	page.WaitIdle() // the page has registered its worker, which has claimed it
	if w := page.Controller(); w == nil || w.Script != s.URL+"/sw.js" {
		t.Fatalf("controlled by %+v", w)
	}
	b.announce("Track works at Sežana: 10 minutes late")
	page.Eval("document.getElementById('refresh').click()")
	page.WaitIdle()
	if got := page.Eval("document.getElementById('state').className"); got != `"live"` {
		t.Errorf("online, the state is %s", got)
	}

	s.Offline(true)
	page.Reload()
	page.Wait("#state.stale")
	var board struct {
		Notice string
		Trains []string
	}
	page.EvalTo(&board, `({
		notice: document.getElementById('notice').textContent,
		trains: [...document.querySelectorAll('#trains tr')].map((row) => row.children[1].textContent),
	})`)
	if board.Notice != "Track works at Sežana: 10 minutes late" || len(board.Trains) != 4 || board.Trains[0] != "Ljubljana" {
		t.Errorf("offline it shows %+v", board)
	}
	for _, r := range page.Requests()[len(page.Requests())-4:] { // page, style, script, board
		if r.By != "worker" {
			t.Errorf("offline, %s was answered by %q", r.URL, r.By)
		}
	}
}

// A client without scripts is served too, online or not.
func TestClients(t *testing.T) {
	t.Parallel()
	s := asterismtest.New(t, new(board))
	s.Register("/sw.js")
	s.Offline(true)
	if r := s.Get("/"); r.Status != http.StatusOK || !strings.Contains(r.Body, "<h1>Departures</h1>") {
		t.Errorf("the page: %d %s", r.Status, r.Body)
	}
	if r := s.Get("/api/departures"); r.Status != http.StatusOK || !strings.Contains(r.Body, "No connection") {
		t.Errorf("the board, never seen: %d %s", r.Status, r.Body)
	}
	if shell := s.Caches()["shell-v1"]; len(shell) != 3 {
		t.Errorf("the shell is %q", shell)
	}
}

// A new version waits for the reader's consent, then takes over and cleans up.
func TestUpdate(t *testing.T) {
	t.Parallel()
	site := &versions{board: new(board)}
	s := asterismtest.New(t, site)
	page := s.Open("/")
	page.WaitIdle()
	if got := page.Eval("document.getElementById('update').hidden"); got != "true" {
		t.Error("an update is offered before there is one")
	}

	site.second.Store(true)
	reg := s.Registration("/")
	reg.Update()
	waiting := reg.Waiting()
	page.Wait("#update:not([hidden])")
	page.Eval("document.getElementById('update').click()")
	waiting.Wait(asterismtest.Activated)
	page.WaitIdle() // it has reloaded
	if got := s.Caches(); got["shell-v1"] != nil || got["shell-v2"] == nil {
		t.Errorf("caches: %q", got)
	}
	if c := page.Controller(); c == nil || c.Version != waiting.Version {
		t.Errorf("controlled by %+v, not %+v", c, waiting)
	}
}

// versions serves the site, the worker in its second version when told to.
type versions struct {
	*board
	second atomic.Bool
}

func (v *versions) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/sw.js" || !v.second.Load() {
		v.board.ServeHTTP(w, r)
		return
	}
	first := httptest.NewRecorder()
	v.board.ServeHTTP(first, r)
	w.Header().Set("Content-Type", "text/javascript")
	_, _ = io.Copy(w, bytes.NewReader(bytes.ReplaceAll(first.Body.Bytes(), []byte("'v1'"), []byte("'v2'"))))
}
