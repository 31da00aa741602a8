package app

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"asterism/js"
)

// Process is the configuration of the process itself.
type Process struct {
	HeapFloor int `envconfig:"HEAP_FLOOR" default:"128" desc:"MiB of heap below which the garbage collector does not begin; 0: none; GOGC, when set, decides alone"`
}

// Validate says what is wrong, and what to write instead.
func (p Process) Validate() error {
	if p.HeapFloor < 0 || p.HeapFloor > 1<<20 {
		return fmt.Errorf("HEAP_FLOOR: %d MiB; write 128, or 0 for none", p.HeapFloor)
	}
	return nil
}

// gcPercent is the garbage collector's target. Most of what a request
// allocates dies with it, so collecting later costs little memory and saves a
// tenth of the processor time and more: see docs/performance.md.
const gcPercent = 400

// regexpLimit bounds one match of a script's regular expression, which no
// interrupt reaches.
const regexpLimit = 250 * time.Millisecond

// threadsPerCore is how many threads run Go code for each processor. A request
// passes a dozen goroutines, and while one is in a system call the others wait
// for its thread; with one thread per processor a quarter of the time went idle.
const threadsPerCore = 2

// tune sets what can only be set for a whole process. GOGC and GOMAXPROCS in the
// environment win. What goes on until then ends with stop.
func (p Process) tune(guest bool) (stop func()) {
	stop = func() {}
	js.LimitRegexps(regexpLimit)
	if guest {
		return stop
	}
	if !environmentSays("GOGC") {
		debug.SetGCPercent(gcPercent)
		if p.HeapFloor > 0 {
			stop = keepHeapFloor(uint64(p.HeapFloor)<<20, gcPercent)
		}
	}
	if !environmentSays("GOMAXPROCS") {
		runtime.SetDefaultGOMAXPROCS() // not a multiple of what an earlier call set
		runtime.GOMAXPROCS(threadsPerCore * runtime.GOMAXPROCS(0))
	}
	return stop
}
