package abort_test

import (
	"runtime"
	"testing"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/abort"
	"asterism/webapi/events"
)

// A long-lived signal does not keep the signals that follow it, unless somebody
// waits for them.
func TestDependentsAreCollected(t *testing.T) {
	env := jstest.New(t, func(r *js.Realm) {
		events.Install(r)
		abort.Install(r)
	})
	var source *abort.Signal
	collected, heard := make(chan struct{}), false
	env.Do(func(r *js.Realm) {
		source = abort.New(r)
		runtime.AddCleanup(abort.Any(r, source), func(struct{}) { close(collected) }, struct{}{})
		awaited := abort.Any(r, source)
		awaited.Listen("abort", func(events.Instance) { heard = true })
	})
	for range 100 {
		runtime.GC()
		select {
		case <-collected:
			env.Do(func(*js.Realm) {
				if err := source.Abort(nil); err != nil {
					t.Error(err)
				}
			})
			if !heard {
				t.Error("the signal that was waited for is gone")
			}
			return
		default:
		}
	}
	t.Error("the signal that nobody has is still there")
}
