package integration

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

const helloWorker = `addEventListener('fetch', (e) => e.respondWith(new Response('hello')));`

// A manager killed under load loses no request that can be replayed.
func TestManagerKilledUnderLoad(t *testing.T) {
	t.Parallel()
	files := map[string]string{"sw.js": `
addEventListener('fetch', (e) => e.respondWith(new Promise((r) => setTimeout(() => r(new Response('hello')), 5))));`}
	s := processes(t, setup{files: files, managers: 2})
	s.register("/sw.js", "")

	var asked, failed atomic.Int64
	var firstFailure sync.Once
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				asked.Add(1)
				status, body, err := tryGet(s.origin + "/")
				if err != nil || status != 200 || body != "hello" {
					failed.Add(1)
					firstFailure.Do(func() { t.Errorf("a request failed: %d %q %v", status, body, err) })
				}
			}
		})
	}
	reach := func(n int64) {
		t.Helper()
		eventually(t, "more requests", func() bool { return asked.Load() >= n })
	}
	reach(100)
	running := s.runsWorker("/")
	t.Logf("killing %s after %d requests", running.name, asked.Load())
	running.kill()
	killed := asked.Load()
	reach(killed + 500)
	close(stop)
	wg.Wait()
	if n := failed.Load(); n > 0 {
		t.Errorf("%d of %d requests failed", n, asked.Load())
	}
}

// runsWorker is the manager process that runs a worker: the only one there is
// to kill, or the one whose log says that it started it.
func (s *system) runsWorker(string) *command {
	s.t.Helper()
	for _, c := range s.all {
		if strings.HasSuffix(c.name, "manager") && strings.Contains(c.said(), "worker started") {
			return c
		}
	}
	s.t.Fatal("no manager says that it started a worker")
	return nil
}

func tryGet(url string) (int, string, error) {
	res, err := http.Get(url)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	return res.StatusCode, string(data), err
}

// With the constellation gone, every registered scope still serves.
func TestServingWithoutConstellation(t *testing.T) {
	t.Parallel()
	s := processes(t, setup{files: map[string]string{"sw.js": helloWorker}})
	s.register("/sw.js", "")
	s.byName["constellation"].kill()
	if status, body, _ := s.get("/"); status != 200 || body != "hello" {
		t.Errorf("%d %q", status, body)
	}
	// Jobs wait for the next constellation.
	s.start("constellation").waitFor(t, "ready")
	s.register("/sw.js", "/other/")
}

// Registrations survive a restart of everything.
func TestRestart(t *testing.T) {
	t.Parallel()
	for name, start := range deployments {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with := setup{files: map[string]string{"sw.js": helloWorker}, data: t.TempDir()}
			if name == "processes" {
				// The test's own NATS server lives as long as the test: restart the services.
				s := start(t, with)
				s.register("/sw.js", "")
				for _, c := range s.all {
					c.stop(t)
				}
				for _, name := range []string{"constellation", "manager", "loader", "scripthost"} {
					s.start(name).waitFor(t, "ready")
				}
				answers(t, s.origin)
				return
			}
			front := freeAddr(t)
			with.listen = front
			s := start(t, with)
			s.register("/sw.js", "")
			s.all[0].stop(t)
			answers(t, start(t, with).origin)
		})
	}
}

func answers(t *testing.T, origin string) {
	t.Helper()
	eventually(t, "the worker answers again", func() bool {
		status, body, err := tryGet(origin + "/")
		return err == nil && status == 200 && body == "hello"
	})
}

// NATS going away and coming back is survived by every service.
func TestNATSRestart(t *testing.T) {
	t.Parallel()
	s := processes(t, setup{files: map[string]string{"sw.js": helloWorker}, data: t.TempDir()})
	s.register("/sw.js", "")
	s.restartNATS()
	for _, c := range s.all {
		c.waitFor(t, "NATS is back")
	}
	answers(t, s.origin)
	s.register("/sw.js", "/after/")
}

// NATS down at the start is waited for.
func TestNATSDownAtStart(t *testing.T) {
	t.Parallel()
	addr := freeAddr(t)
	c := launch(t, []string{"NATS_URL=nats://" + addr}, "manager")
	c.waitFor(t, addr)
	c.stop(t)
}

// Nothing has a start order: a job that finds no loader waits for one.
func TestLoaderComesLater(t *testing.T) {
	t.Parallel()
	s := processes(t, setup{files: map[string]string{"sw.js": helloWorker}})
	s.byName["loader"].kill()
	registering := launch(t, s.env, "register", s.origin+"/sw.js")
	s.start("loader").waitFor(t, "ready")
	registering.waitFor(t, "activated")
	answers(t, s.origin)
}
