package app

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
)

func TestPercentFor(t *testing.T) {
	const m = 1 << 20
	for _, c := range []struct {
		floor, live uint64
		want        int
	}{{128 * m, 0, 12700}, {128 * m, 8 * m, 1500}, {128 * m, 64 * m, 400}, {128 * m, 128 * m, 400}, {128 * m, 1 << 40, 400}, {1 << 63, 0, 1<<31 - 1}} {
		if got := percentFor(c.floor, c.live, 400); got != c.want {
			t.Errorf("floor %d, live %d: %d, want %d", c.floor, c.live, got, c.want)
		}
	}
}

// Collections neither lower the target nor end the watch.
func TestHeapFloor(t *testing.T) {
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	const floor = 200 << 20
	stop := keepHeapFloor(floor, 100)
	goal := []metrics.Sample{{Name: "/gc/heap/goal:bytes"}}
	for range 3 {
		runtime.GC()
		for { // the adjustment comes a moment after the collection
			if metrics.Read(goal); goal[0].Value.Uint64() > floor*9/10 {
				break
			}
			runtime.Gosched()
		}
	}
	stop()
	if now := debug.SetGCPercent(100); now != 100 {
		t.Errorf("afterwards GOGC is %d", now)
	}
}
