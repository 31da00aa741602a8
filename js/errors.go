package js

import (
	"errors"
	"fmt"
	"time"

	"github.com/dop251/goja"
)

// ErrStopped is the error of a call that was cut off, or refused, because its
// loop has been stopped.
var ErrStopped = errors.New("js: the event loop has stopped")

// SyntaxError is a script that does not parse.
type SyntaxError struct {
	Name         string // the script, normally its URL
	Line, Column int    // 1-based; 0: unknown
	Message      string
}

func (e *SyntaxError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: SyntaxError: %s", e.Name, e.Message)
	}
	return fmt.Sprintf("%s:%d:%d: SyntaxError: %s", e.Name, e.Line, e.Column, e.Message)
}

// Exception is what a script threw.
type Exception struct {
	Value   goja.Value
	Message string // "TypeError: x is not a function"
	Stack   string // one "at f (name:line:column)" a line; may be empty
	// Overflow: the script ran out of stack. JavaScript cannot catch that, and
	// queued promise jobs are lost: the realm should be discarded.
	Overflow bool
}

func (e *Exception) Error() string { return e.Message }

// TurnExceeded is a task that ran longer than the loop's turn limit.
type TurnExceeded struct{ Limit time.Duration }

func (e *TurnExceeded) Error() string {
	return fmt.Sprintf("js: the script ran for longer than %v without returning to the event loop", e.Limit)
}

// EngineFault is a panic inside the engine or a native function, not a JavaScript
// exception. The realm refuses to run afterwards.
type EngineFault struct {
	Reason string
	Stack  string // Go stack, for the log only
}

func (e *EngineFault) Error() string { return "js: the engine failed: " + e.Reason }
