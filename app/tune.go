package app

import (
	"os"
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

// tune sets what can only be set for a whole process. GOGC in the environment
// wins.
func tune() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	js.LimitRegexps(regexpLimit)
}
