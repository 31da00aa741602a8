package integration

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"asterism/bus"
	"asterism/schemas"
)

// After a restart of everything, a version that waited for a document is active,
// and one that was installing is gone.
//
// https://w3c.github.io/ServiceWorker/#on-user-agent-shutdown-algorithm
func TestRestartKeepsTheLifecycle(t *testing.T) {
	t.Parallel()
	for name, start := range deployments {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := t.TempDir()
			write := func(file, text string) {
				if err := os.WriteFile(filepath.Join(site, file), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			write("index.html", `<!DOCTYPE html><title>Client</title>`)
			page := `
addEventListener('fetch', (e) => { if (e.request.mode !== 'navigate') e.respondWith(new Response(word)); });`
			write("sw.js", `const word = 'one';`+page)
			with := setup{site: site, data: t.TempDir(), listen: freeAddr(t), env: []string{"MANAGER_DRAIN_TIMEOUT=500ms"}}
			s := start(t, with)
			scope := s.origin + "/"
			s.register("/sw.js", "")
			conn := s.conn()
			if _, err := bus.Open.Do(t.Context(), conn, nil, schemas.OpenDocument{URL: s.origin + "/index.html"}); err != nil {
				t.Fatal(err)
			}

			write("sw.js", `const word = 'two';`+page)
			if out := s.must("update", scope); !strings.Contains(out, "installed") {
				t.Fatalf("the new version should wait for the document: %s", out)
			}
			states := s.subscribe("sw.lifecycle.>")
			write("sw.js", `addEventListener('install', (e) => e.waitUntil(new Promise(() => {})));`)
			job := schemas.Job{ID: bus.NewID(), Type: schemas.JobUpdate, Scope: scope, Origin: s.origin, Operator: true}
			if err := bus.Jobs.Publish(t.Context(), conn, bus.Params{"scope": scope}, job.ID, job); err != nil {
				t.Fatal(err)
			}
			for !strings.Contains(string(next(t, states).Data), `"installing"`) {
			}
			write("sw.js", `const word = 'two';`+page)

			if name == "processes" {
				for _, c := range s.all {
					c.stop(t)
				}
				s.restartNATS()
				for _, service := range []string{"constellation", "manager", "loader", "scripthost"} {
					s.start(service).waitFor(t, "ready")
				}
			} else {
				s.all[0].stop(t)
				s = start(t, with)
			}
			eventually(t, "the version that waited answers", func() bool {
				status, body, err := tryGet(s.origin + "/x.txt")
				return err == nil && status == 200 && body == "two"
			})
			eventually(t, "nothing installs or waits", func() bool {
				out, err := s.asterism("inspect", scope)
				return err == nil && strings.Contains(out, "activated") && !strings.Contains(out, "installing") && !strings.Contains(out, "installed")
			})
		})
	}
}
