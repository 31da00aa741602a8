package lifecycle

import (
	"fmt"
	"testing"

	"asterism/schemas"

	"pgregory.net/rapid"
)

// order is where a state is on a worker's way; a worker never goes back.
var order = map[schemas.State]int{
	schemas.StateParsed: 0, schemas.StateInstalling: 1, schemas.StateInstalled: 2,
	schemas.StateActivating: 3, schemas.StateActivated: 4, schemas.StateRedundant: 5,
}

// However events come, workers only move forward, and what is redundant stays so.
func TestRandomWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r *schemas.Registration
		seen := map[string]schemas.State{}
		next := 0
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			e := draw(t, r, &next)
			out, err := Apply(r, e, t0)
			if err != nil {
				continue
			}
			for _, effect := range out.Effects {
				if effect.Kind != State {
					continue
				}
				w := effect.Worker
				if before, known := seen[w.Version]; known && order[w.State] <= order[before] {
					t.Fatalf("%s: %s went from %s to %s", e.name(), w.Version, before, w.State)
				}
				seen[w.Version] = w.State
			}
			for _, w := range slots(out.Registration) {
				if seen[w.Version] != w.State {
					t.Fatalf("%s: %s is %s but was said to be %s", e.name(), w.Version, w.State, seen[w.Version])
				}
			}
			r = out.Registration
		}
	})
}

// draw makes an event that often fits the registration.
func draw(t *rapid.T, r *schemas.Registration, next *int) Event {
	version := "none"
	if ws := slots(r); len(ws) > 0 {
		version = rapid.SampledFrom(ws).Draw(t, "worker").Version
	}
	busy := rapid.Bool().Draw(t, "in use")
	*next++
	return rapid.SampledFrom([]Event{
		Register{ID: fmt.Sprint("r", *next), Scope: "https://a.b/"},
		Install{Worker: *worker(fmt.Sprint("v", *next), schemas.StateParsed)},
		Installed{Version: version}, Installed{Version: version}, InstallFailed{Version: version},
		Interrupted{Keep: busy}, SkipWaiting{Version: version},
		TryActivate{InUse: busy}, TryActivate{InUse: busy}, Activated{Version: version}, Activated{Version: version},
		Reactivate{}, Unchanged{}, Discard{}, Unregister{InUse: busy}, TryClear{InUse: busy}, Clear{},
	}).Draw(t, "event")
}
