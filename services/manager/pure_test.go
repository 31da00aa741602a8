package manager

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kelseyhightower/envconfig"
)

func TestQuarantineCounts(t *testing.T) {
	q := newQuarantine(3, time.Minute, 10*time.Second)
	k, now := workerKey{"s", "v"}, time.Unix(1000, 0)
	at := func(s int) time.Time { return now.Add(time.Duration(s) * time.Second) }
	if q.add(k, at(0)) || q.add(k, at(30)) {
		t.Error("refused too soon")
	}
	if q.add(k, at(70)) {
		t.Error("the first is older than the window and does not count")
	}
	if !q.add(k, at(80)) || q.left(k, at(80)) != 10*time.Second || q.left(k, at(89)) != time.Second {
		t.Error("not refused after three within a minute")
	}
	if q.left(k, at(91)) != 0 || q.left(workerKey{"s", "w"}, at(80)) != 0 {
		t.Error("refused too long, or the wrong one")
	}
	if q.add(k, at(92)) {
		t.Error("it starts anew afterwards")
	}
	q.sweep(at(300))
	if len(q.records) != 0 {
		t.Error("records kept for ever")
	}
}

func TestProgramsAreCompiledOnce(t *testing.T) {
	var loads atomic.Int32
	p := newPrograms(func(_ context.Context, hash string) ([]byte, error) {
		loads.Add(1)
		if hash == "gone" {
			return nil, errors.New("gone")
		}
		if hash == "bad" {
			return []byte("let = ;"), nil
		}
		return []byte("1 + 1"), nil
	}, 2)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := p.get(t.Context(), "a", "a.js", false); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := loads.Load(); n != 1 {
		t.Errorf("loaded %d times", n)
	}
	for range 2 {
		if _, err := p.get(t.Context(), "bad", "bad.js", false); err == nil || !strings.Contains(err.Error(), "bad.js:1:") {
			t.Errorf("a script that does not parse: %v", err)
		}
		if _, err := p.get(t.Context(), "gone", "gone.js", false); err == nil {
			t.Error("a script that is not there")
		}
	}
	if n := loads.Load(); n != 4 {
		t.Errorf("loaded %d times: a bad script once, a missing one every time", n)
	}
	for i := range 5 {
		if _, err := p.get(t.Context(), fmt.Sprint(i), "x.js", false); err != nil {
			t.Error(err)
		}
	}
	if p.recent.Len() != 2 || len(p.entries) != 2 {
		t.Errorf("%d programs kept, want 2", p.recent.Len())
	}
}

func TestConfig(t *testing.T) {
	var cfg Config
	if err := envconfig.Process("", &cfg); err != nil {
		t.Fatal(err)
	}
	if err := cfg.Validate(); err != nil {
		t.Errorf("the defaults: %v", err)
	}
	cfg.ID, cfg.TurnTimeout, cfg.MaxWorkers, cfg.Stack = "a.b", 0, -1, 9
	err := cfg.Validate()
	for _, want := range []string{"MANAGER_ID", "MANAGER_TURN_TIMEOUT", "MANAGER_MAX_WORKERS", "MANAGER_STACK"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not name %s", err, want)
		}
	}
	if _, err := New(cfg, nil, nil); err == nil {
		t.Error("New takes a bad configuration")
	}
}
