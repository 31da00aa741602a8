package js

import (
	"sync"
	"time"

	"github.com/dlclark/regexp2/v2"
)

// regexpLimit is how long one match of a regular expression may take on the
// engine's backtracking matcher, which cannot be interrupted. A match cut off
// counts as no match: goja does not pass the error on.
const regexpLimit = 250 * time.Millisecond

// limitRegexps sets the matcher's limit, which regexp2 only has process-wide. It
// runs once, before the first realm compiles anything.
var limitRegexps = sync.OnceFunc(func() { regexp2.DefaultMatchTimeout = regexpLimit })
