package integration

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

func TestHello(t *testing.T) {
	each(t, setup{site: "../examples/hello"}, func(t *testing.T, s *system) {
		if status, body, _ := s.get("/sw.js"); status != 200 || !strings.Contains(body, "addEventListener") {
			t.Fatalf("before any worker: %d %q", status, body)
		}
		s.register("/sw.js", "")
		if status, body, _ := s.get("/world"); status != 200 || body != "hello /world\n" {
			t.Fatalf("got %d %q", status, body)
		}
		if out := s.must("ls"); !strings.Contains(out, s.origin+"/") || !strings.Contains(out, "activated") {
			t.Errorf("ls shows no active registration:\n%s", out)
		}
		s.must("unregister", s.origin+"/")
		eventually(t, "the network answers again", func() bool {
			_, body, _ := s.get("/sw.js")
			return strings.Contains(body, "addEventListener")
		})
	})
}

// One line per request appears on sw.fetch.>, named by scope.
func TestRequestsAreVisible(t *testing.T) {
	each(t, setup{site: "../examples/hello"}, func(t *testing.T, s *system) {
		s.register("/sw.js", "")
		s.get("/warm")
		u, err := url.Parse(s.origin)
		if err != nil {
			t.Fatal(err)
		}
		fetches := s.subscribe("sw.fetch.>")
		for range 5 {
			s.get("/world")
		}
		want := "sw.fetch.http.localhost." + u.Port() + "./."
		for i := range 5 {
			m := next(t, fetches)
			if !strings.HasPrefix(m.Subject, want) {
				t.Errorf("request %d is on %s, want %s<version>", i, m.Subject, want)
			}
		}
		select {
		case m := <-fetches:
			t.Errorf("a sixth line: %s", m.Subject)
		default:
		}
	})
}

// The NATS services protocol lists the four services.
func TestServicesProtocol(t *testing.T) {
	each(t, setup{site: "../examples/hello"}, func(t *testing.T, s *system) {
		nc := s.stranger()
		inbox := nats.NewInbox()
		infos := make(chan *nats.Msg, 16)
		if _, err := nc.ChanSubscribe(inbox, infos); err != nil {
			t.Fatal(err)
		}
		if err := nc.PublishRequest("$SRV.INFO", inbox, nil); err != nil {
			t.Fatal(err)
		}
		var names []string
		for range 4 {
			var info struct{ Name string }
			if err := json.Unmarshal(next(t, infos).Data, &info); err != nil {
				t.Fatal(err)
			}
			names = append(names, info.Name)
		}
		slices.Sort(names)
		if want := []string{"constellation", "loader", "manager", "scripthost"}; !slices.Equal(names, want) {
			t.Errorf("services %v, want %v", names, want)
		}
	})
}

// next is the next message.
func next(t *testing.T, messages <-chan *nats.Msg) *nats.Msg {
	t.Helper()
	select {
	case m := <-messages:
		return m
	case <-time.After(patience):
		t.Fatal("no message came")
		return nil
	}
}

// eventually waits for a state that nothing announces.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("not within %s: %s", patience, what)
		}
	}
}

// Registering again updates a worker whose script has changed.
func TestRegisterAgainUpdates(t *testing.T) {
	answer := func(body string) string {
		return `addEventListener('fetch', (e) => e.respondWith(new Response('` + body + `')));`
	}
	t.Parallel()
	for name, start := range deployments {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := t.TempDir()
			script := filepath.Join(site, "sw.js")
			if err := os.WriteFile(script, []byte(answer("one")), 0o644); err != nil {
				t.Fatal(err)
			}
			s := start(t, setup{site: site})
			s.register("/sw.js", "")
			if _, body, _ := s.get("/"); body != "one" {
				t.Fatalf("got %q", body)
			}
			if err := os.WriteFile(script, []byte(answer("two")), 0o644); err != nil {
				t.Fatal(err)
			}
			s.register("/sw.js", "")
			eventually(t, "the new version answers", func() bool {
				_, body, _ := s.get("/")
				return body == "two"
			})
		})
	}
}
