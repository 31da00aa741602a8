package lifecycle

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"asterism/schemas"

	"github.com/google/go-cmp/cmp"
)

var t0 = time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC)

func worker(version string, s schemas.State) *schemas.Worker {
	return &schemas.Worker{Version: version, ScriptURL: "https://a.b/sw.js", State: s, Since: t0}
}

// registrations is every combination of slots a registration can be in, by
// name; "none" is nil.
func registrations() map[string]*schemas.Registration {
	all := map[string]*schemas.Registration{"none": nil}
	skipping := worker("w", schemas.StateInstalled)
	skipping.SkipWaiting = true
	for _, i := range []*schemas.Worker{nil, worker("i", schemas.StateInstalling)} {
		for _, w := range []*schemas.Worker{nil, worker("w", schemas.StateInstalled), skipping} {
			for _, a := range []*schemas.Worker{nil, worker("a", schemas.StateActivating), worker("a", schemas.StateActivated)} {
				r := &schemas.Registration{ID: "r", Scope: "https://a.b/", UpdateViaCache: "imports", Installing: i, Waiting: w, Active: a}
				name := "r"
				for _, x := range slots(r) {
					name += "+" + string(x.State)
					if x.SkipWaiting {
						name += "!"
					}
				}
				all[name] = clone(r)
			}
		}
	}
	return all
}

func slots(r *schemas.Registration) []*schemas.Worker {
	if r == nil {
		return nil
	}
	var ws []*schemas.Worker
	for _, w := range []*schemas.Worker{r.Installing, r.Waiting, r.Active} {
		if w != nil {
			ws = append(ws, w)
		}
	}
	return ws
}

func events() []Event {
	return []Event{
		Register{ID: "r2", Scope: "https://a.b/", UpdateViaCache: "all"},
		Unchanged{}, Unchanged{UpdateViaCache: "none"},
		Discard{},
		Install{Worker: *worker("n", schemas.StateParsed), UpdateViaCache: "none"},
		Installed{Version: "i", Events: []string{"fetch"}, Imports: map[string]string{"u": "h"}},
		Installed{Version: "x"},
		InstallFailed{Version: "i", Reason: "it threw"},
		InstallFailed{Version: "x"},
		Interrupted{}, Interrupted{Keep: true},
		SkipWaiting{Version: "i"}, SkipWaiting{Version: "w"}, SkipWaiting{Version: "a"}, SkipWaiting{Version: "x"},
		TryActivate{}, TryActivate{InUse: true}, TryActivate{Pending: true}, TryActivate{InUse: true, Force: true, Keep: 2}, SetCanary{Canary: &schemas.Canary{Percent: 5}}, SetCanary{},
		Reactivate{},
		Activated{Version: "a"}, Activated{Version: "w"},
		Unregister{}, Unregister{InUse: true},
		TryClear{}, TryClear{InUse: true}, Clear{},
	}
}

// Every event on every registration keeps what must always hold.
func TestInvariants(t *testing.T) {
	for name, old := range registrations() {
		for _, e := range events() {
			t.Run(fmt.Sprintf("%s/%s%+v", name, e.name(), e), func(t *testing.T) {
				before := *new(schemas.Registration)
				if old != nil {
					before = *clone(old)
				}
				now := t0.Add(time.Minute)
				out, err := Apply(old, e, now)
				if old != nil && !cmp.Equal(before, *old) {
					t.Fatal("the argument was changed")
				}
				if err != nil {
					if out.Changed || len(out.Effects) > 0 || out.Registration != old {
						t.Fatalf("a stale event had consequences: %+v", out)
					}
					return
				}
				check(t, old, out, now)
			})
		}
	}
}

func check(t *testing.T, old *schemas.Registration, out Outcome, now time.Time) {
	t.Helper()
	if !out.Changed && !cmp.Equal(old, out.Registration) {
		t.Fatal("changed without saying so")
	}
	if r := out.Registration; r != nil {
		checkSlots(t, r)
	}
	redundant := map[string]int{}
	lingers := false
	for _, e := range out.Effects {
		lingers = lingers || e.Kind == Linger
		if e.Kind != State {
			continue
		}
		if !e.Worker.Since.Equal(now) {
			t.Errorf("%s entered %s at %v", e.Worker.Version, e.Worker.State, e.Worker.Since)
		}
		if e.Worker.State == schemas.StateRedundant {
			redundant[e.Worker.Version]++
			if e.Reason == "" {
				t.Errorf("%s became redundant for no reason", e.Worker.Version)
			}
		}
	}
	// A worker that is in no slot any more became redundant exactly once.
	kept := slots(out.Registration)
	for _, w := range slots(old) {
		gone := !slices.ContainsFunc(kept, func(k *schemas.Worker) bool { return k.Version == w.Version })
		want := 0
		if gone && !lingers {
			want = 1
		}
		if redundant[w.Version] != want {
			t.Errorf("%s became redundant %d times, want %d", w.Version, redundant[w.Version], want)
		}
	}
}

func checkSlots(t *testing.T, r *schemas.Registration) {
	t.Helper()
	in := func(w *schemas.Worker, states ...schemas.State) {
		if w != nil && !slices.Contains(states, w.State) {
			t.Errorf("%s is %s, want one of %v", w.Version, w.State, states)
		}
	}
	in(r.Installing, schemas.StateInstalling)
	in(r.Waiting, schemas.StateInstalled)
	in(r.Active, schemas.StateActivating, schemas.StateActivated)
	seen := map[string]bool{}
	for _, w := range slots(r) {
		if seen[w.Version] {
			t.Errorf("%s is in two slots", w.Version)
		}
		seen[w.Version] = true
	}
}
