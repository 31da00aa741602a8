package integration

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// requests is how many requests are made across a rollout.
const requests = 10000

// answering is a worker that answers everything with a word.
func answering(word string) string {
	return fmt.Sprintf(`
addEventListener('install', (e) => e.waitUntil(Promise.resolve()));
addEventListener('fetch', (e) => e.respondWith(new Response(%q)));`, word)
}

// epochs is which versions may answer, over time.
type epochs struct {
	mu    sync.Mutex
	since []time.Time
	may   [][]string
}

func (e *epochs) next(versions ...string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.since, e.may = append(e.since, time.Now()), append(e.may, versions)
}

// allowed is all that might answer between two moments.
func (e *epochs) allowed(from, to time.Time) (all []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for i := range e.since {
		over := i+1 < len(e.since) && e.since[i+1].Before(from)
		if !over && !e.since[i].After(to) {
			all = append(all, e.may[i]...)
		}
	}
	return all
}

// crowd makes requests as many clients and checks who answers.
type crowd struct {
	t      *testing.T
	url    string
	epochs epochs
	done   atomic.Int64
	stop   atomic.Bool
	failed atomic.Int64
	wait   sync.WaitGroup

	mu   sync.Mutex
	seen map[string]map[string]int // by client and version, while watching
}

// run makes requests with some clients until the crowd stops.
func (c *crowd) run(http *http.Client, names []string) {
	defer c.wait.Done()
	for i := 0; !c.stop.Load() && c.failed.Load() < 10; i++ {
		name := names[i%len(names)]
		from := time.Now()
		status, body, err := c.ask(http, name)
		allowed := c.epochs.allowed(from, time.Now())
		if err != nil || status != 200 || !slices.Contains(allowed, body) {
			c.failed.Add(1)
			c.t.Errorf("%s: %d %.200q %v; want one of %v", name, status, body, err, allowed)
		}
		c.mu.Lock()
		if c.seen != nil {
			if c.seen[name] == nil {
				c.seen[name] = map[string]int{}
			}
			c.seen[name][body]++
		}
		c.mu.Unlock()
		c.done.Add(1)
	}
}

func (c *crowd) ask(client *http.Client, name string) (int, string, error) {
	q, err := http.NewRequest(http.MethodGet, c.url, nil)
	if err != nil {
		return 0, "", err
	}
	q.Header.Set("User-Agent", name)
	res, err := client.Do(q)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	return res.StatusCode, string(data), err
}

// reach waits until so many requests have been made.
func (c *crowd) reach(n int64) {
	c.t.Helper()
	for end := time.Now().Add(time.Minute); c.done.Load() < n && c.failed.Load() < 10; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			c.t.Fatalf("only %d requests of %d in time", c.done.Load(), n)
		}
	}
}

// watch begins, or ends, to note which version each client meets.
func (c *crowd) watch(on bool) (seen map[string]map[string]int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen, c.seen = c.seen, nil
	if on {
		c.seen = map[string]map[string]int{}
	}
	return seen
}

// A version replaces another, is rolled back, and a third one is tried out and
// activated, under load: no request fails, none is answered by a version that is
// not active or tried out, and during the trial no client meets two versions.
func TestRollout(t *testing.T) {
	t.Parallel()
	for name, start := range deployments {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := t.TempDir()
			write := func(word string) {
				if err := os.WriteFile(filepath.Join(site, "sw.js"), []byte(answering(word)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			write("one")
			s := start(t, setup{site: site})
			scope := s.origin + "/"
			s.register("/sw.js", "")
			c := &crowd{t: t, url: s.origin + "/page"}
			c.epochs.next("one")
			for g := range 4 {
				var names []string
				for i := range 25 {
					names = append(names, fmt.Sprintf("client %d", g*25+i))
				}
				transport := &http.Transport{}
				defer transport.CloseIdleConnections()
				c.wait.Add(1)
				go c.run(&http.Client{Transport: transport, Timeout: 20 * time.Second}, names)
			}
			defer c.wait.Wait()
			defer c.stop.Store(true)

			c.reach(requests / 5)
			write("two")
			c.epochs.next("one", "two")
			if out := s.must("update", scope); !strings.Contains(out, "activated") {
				t.Errorf("update: %s", out)
			}
			c.epochs.next("two")

			c.reach(requests * 2 / 5)
			c.epochs.next("one", "two")
			if out := s.must("rollback", scope); !strings.Contains(out, "activated") {
				t.Errorf("rollback: %s", out)
			}
			c.epochs.next("one")

			c.reach(requests * 3 / 5)
			s.must("canary", scope, "30%")
			write("three")
			c.epochs.next("one", "three")
			if out := s.must("update", scope); !strings.Contains(out, "installed") {
				t.Errorf("update with a canary: %s", out)
			}
			c.reach(c.done.Load() + 200) // whoever asked before the canary is through
			c.watch(true)
			c.reach(max(requests*4/5, c.done.Load()+1000))
			seen := c.watch(false)
			tried := 0
			for client, versions := range seen {
				if len(versions) > 1 {
					t.Errorf("%s met several versions: %v", client, versions)
				}
				if versions["three"] > 0 {
					tried++
				}
			}
			if share := 100 * tried / max(len(seen), 1); share < 10 || share > 55 {
				t.Errorf("%d of %d clients met the canary of 30%%", tried, len(seen))
			}
			out := s.must("inspect", scope)
			for _, text := range []string{"30% of", "installed", "former", "0 (0.0%)"} {
				if !strings.Contains(out, text) {
					t.Errorf("inspect does not say %q:\n%s", text, out)
				}
			}
			s.must("activate", scope)
			c.epochs.next("three")
			c.reach(max(requests, c.done.Load()+500))
		})
	}
}
