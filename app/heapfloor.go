package app

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// heapFloor keeps the garbage collector's target from falling below a size: a
// process with a small live heap would collect all the time. After each
// collection it sets the percentage anew, from what then lives.
type heapFloor struct {
	bytes   uint64 // the floor
	percent int    // the lowest setting, as for GOGC

	mu      sync.Mutex
	set     int // what was set last
	stopped bool
}

// mark is what the collector finds dead in every cycle.
type mark struct{ _ [16]byte }

// keepHeapFloor begins; stop ends it and leaves the lowest setting.
func keepHeapFloor(bytes uint64, percent int) (stop func()) {
	f := &heapFloor{bytes: bytes, percent: percent, set: percent}
	f.adjust(struct{}{})
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.stopped = true
		debug.SetGCPercent(percent)
	}
}

// adjust is called once after each collection, and then waits for the next.
func (f *heapFloor) adjust(struct{}) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.stopped {
		return
	}
	if want := percentFor(f.bytes, liveHeap(), f.percent); want != f.set {
		f.set = want
		debug.SetGCPercent(want)
	}
	runtime.AddCleanup(new(mark), f.adjust, struct{}{})
}

// percentFor is the setting at which the next collection begins at the floor or,
// when that is more, at the lowest setting.
func percentFor(floor, live uint64, lowest int) int {
	live = max(live, 1<<20) // before the first collection it is 0
	if floor <= live {
		return lowest
	}
	return max(lowest, int(min((floor-live)*100/live, math.MaxInt32)))
}

// liveHeap is the bytes that the last collection found alive.
func liveHeap() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// environmentSays reports whether a variable of the Go runtime is set, which
// then wins.
func environmentSays(name string) bool { return os.Getenv(name) != "" }
