package app

import (
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"asterism/js"
)

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
// environment win.
func tune() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.SetDefaultGOMAXPROCS() // so that a second Run of a process changes nothing
		runtime.GOMAXPROCS(threadsPerCore * runtime.GOMAXPROCS(0))
	}
	js.LimitRegexps(regexpLimit)
}
