package js

import (
	"fmt"
	"regexp"

	"github.com/dop251/goja"
)

// TypeError and friends make (not throw) errors of this realm.
func (r *Realm) TypeError(format string, args ...any) *goja.Object {
	return r.newError("TypeError", format, args)
}

// RangeError makes a RangeError of this realm.
func (r *Realm) RangeError(format string, args ...any) *goja.Object {
	return r.newError("RangeError", format, args)
}

// SyntaxErrorValue makes a SyntaxError of this realm.
func (r *Realm) SyntaxErrorValue(format string, args ...any) *goja.Object {
	return r.newError("SyntaxError", format, args)
}

// Error makes a plain Error of this realm.
func (r *Realm) Error(format string, args ...any) *goja.Object {
	return r.newError("Error", format, args)
}

func (r *Realm) newError(class, format string, args []any) *goja.Object {
	o, err := r.VM.New(r.intr.errorClass(r, class), r.VM.ToValue(fmt.Sprintf(format, args...)))
	must(err)
	return o
}

// Throw panics with v so that goja raises it in the calling script. It must only
// be used inside a call from JavaScript, or inside [Realm.Do].
func (r *Realm) Throw(v goja.Value) { panic(v) }

// Report hears an exception that a callback threw and nobody caught, such as an
// event listener's: it goes to RealmConfig.Uncaught.
func (r *Realm) Report(v goja.Value) {
	if r.cfg.Uncaught != nil {
		r.cfg.Uncaught(v, false)
	}
}

// ReportThrown is Report for what a call gave as its error: a value that is no
// Error has no stack of its own, and [Realm.Describe] tells that of the throw.
func (r *Realm) ReportThrown(e *Exception) {
	outer := r.thrown
	r.thrown = e
	defer func() { r.thrown = outer }()
	r.Report(e.Value)
}

// Describe tells what v, normally something thrown, says: a message such as
// "TypeError: x is not a function" and, for errors, the stack below it.
func (r *Realm) Describe(v goja.Value) (message, stack string) {
	message = "exception"
	r.VM.Try(func() {
		if o, ok := v.(*goja.Object); ok {
			if s := o.Get("stack"); s != nil && goja.IsString(s) {
				stack = s.String()
			}
		}
		if _, ok := v.(*goja.Symbol); ok {
			message = "Symbol()"
			return
		}
		message = v.String()
	})
	if t := r.thrown; stack == "" && t != nil && t.Value == v {
		return message, t.Stack
	}
	return message, instructions.ReplaceAllString(trimStack(stack), "$1$2")
}

// instructions is what the engine puts behind positions: the number of the
// instruction, which says nothing to people.
var instructions = regexp.MustCompile(`(?m)(:\d+:\d+)\(\d+\)(\)?)$`)

// trimStack drops the lines before the first frame: the message is said already.
func trimStack(stack string) string {
	for i := 0; i < len(stack); {
		end := i
		for end < len(stack) && stack[end] != '\n' {
			end++
		}
		if isFrame(stack[i:end]) {
			return stack[i:]
		}
		i = end + 1
	}
	return ""
}

func isFrame(line string) bool {
	for len(line) > 0 && (line[0] == ' ' || line[0] == '\t') {
		line = line[1:]
	}
	return len(line) > 3 && line[:3] == "at "
}
