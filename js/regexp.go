package js

import (
	"sync"
	"time"

	"github.com/dlclark/regexp2/v2"
)

// LimitRegexps bounds how long one match may take on the engine's backtracking
// matcher, which no interrupt reaches; 250 ms is reasonable. A match cut off counts
// as no match: goja does not pass the error on.
//
// The matcher only has this setting for the whole process, and only for expressions
// compiled afterwards: a process that runs foreign scripts calls it at its start,
// and only its first call counts. It makes the matcher keep a coarse clock of its own, a goroutine that ends
// a second after the last match, so tests in a synctest bubble should leave it off.
func LimitRegexps(d time.Duration) {
	limitRegexps.Do(func() { regexp2.DefaultMatchTimeout = d })
}

// limitRegexps guards a setting of the process.
var limitRegexps sync.Once
