package app

import (
	"os"
	"runtime/debug"
)

// gcPercent is the garbage collector's target. Most of what a request
// allocates dies with it, so collecting later costs little memory and saves a
// tenth of the processor time and more: see docs/performance.md.
const gcPercent = 400

// tuneGC sets the target unless the environment does.
func tuneGC() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
}
