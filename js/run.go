package js

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/dop251/goja"
)

// Run evaluates a program as one turn. Errors: *Exception (script threw),
// *TurnExceeded (limit), ErrStopped, engine panics as *EngineFault.
func (r *Realm) Run(p *goja.Program) (v goja.Value, err error) {
	if r.fault != nil {
		return nil, r.fault
	}
	defer r.recoverFault(&err)
	if r.refused() {
		return nil, ErrStopped
	}
	err = r.enter(func() (err error) {
		r.materialize(p)
		v, err = r.VM.RunProgram(p)
		return err
	})
	if err != nil {
		return nil, r.convert(err)
	}
	return v, nil
}

// Call calls a JS function; same errors as Run. Microtasks run when the
// outermost call returns.
func (r *Realm) Call(fn goja.Callable, this goja.Value, args ...goja.Value) (v goja.Value, err error) {
	if r.fault != nil {
		return nil, r.fault
	}
	defer r.recoverFault(&err)
	if r.refused() {
		return nil, ErrStopped
	}
	err = r.enter(func() (err error) {
		v, err = fn(this, args...)
		return err
	})
	if err != nil {
		return nil, r.convert(err)
	}
	return v, nil
}

// refused reports whether nothing may be called: the realm is closed, and no other
// realm has called something of it.
func (r *Realm) refused() bool { return r.closed && len(r.Loop.crossings.stack) == 0 }

// Do runs f, which may touch JavaScript values in any way (getters, conversions,
// throws), and gives what it threw as an error, as Run does. Use it for native
// code that runs outside a call from JavaScript. Microtasks run at the end when
// it is the outermost.
func (r *Realm) Do(f func()) error {
	fn, _ := goja.AssertFunction(r.VM.ToValue(func(goja.FunctionCall) goja.Value {
		f()
		return goja.Undefined()
	}))
	_, err := r.Call(fn, goja.Undefined())
	return err
}

// recoverFault makes an engine panic an *EngineFault and poisons the realm: goja
// may have been left in the middle of an instruction.
func (r *Realm) recoverFault(err *error) {
	x := recover()
	if x == nil {
		return
	}
	if cause, ok := x.(error); ok && isEnd(cause) {
		*err = cause // a native passed on what a call inside it got
		return
	}
	r.fault = newFault(x)
	r.VM.Interrupt(r.fault) // whatever still runs further out ends too
	*err = r.fault
}

// isEnd reports whether an error is this package's own word for a call cut off.
func isEnd(err error) bool {
	var turn *TurnExceeded
	var fault *EngineFault
	return errors.Is(err, ErrStopped) || errors.As(err, &turn) || errors.As(err, &fault)
}

func newFault(x any) *EngineFault {
	return &EngineFault{Reason: fmt.Sprint(x), Stack: string(debug.Stack())}
}

// convert makes an error of this package of one of goja's.
func (r *Realm) convert(err error) error {
	var overflow *goja.StackOverflowError
	if errors.As(err, &overflow) {
		v := r.RangeError("Maximum call stack size exceeded")
		e := &Exception{Value: v, Message: "RangeError: Maximum call stack size exceeded",
			Stack: frames(overflow.Stack(), 20), Overflow: true}
		if r.cfg.Overflowed != nil {
			r.cfg.Overflowed(e)
		}
		return e
	}
	var interrupted *goja.InterruptedError
	if errors.As(err, &interrupted) {
		// goja forgets the interrupt when the outermost call returns; whatever the
		// task calls next must end as well, as nobody would interrupt it again.
		r.VM.Interrupt(interrupted.Value())
		cause, _ := interrupted.Value().(error)
		var turn *TurnExceeded
		var fault *EngineFault
		switch {
		case errors.As(cause, &turn):
			return turn
		case errors.As(cause, &fault):
			return fault
		case cause == nil || errors.Is(cause, ErrStopped):
			return ErrStopped
		default:
			return fmt.Errorf("%w: %w", ErrStopped, cause)
		}
	}
	var thrown *goja.Exception
	if errors.As(err, &thrown) {
		message, stack := r.Describe(thrown.Value())
		if stack == "" {
			stack = frames(thrown.Stack(), 20)
		}
		return &Exception{Value: thrown.Value(), Message: message, Stack: stack}
	}
	return err
}

// frames writes stack frames one a line, at most n.
func frames(stack []goja.StackFrame, n int) string {
	var b strings.Builder
	for i := range stack {
		if i == n {
			fmt.Fprintf(&b, "\n    … %d more", len(stack)-n)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		f := &stack[i]
		at := f.Position()
		switch {
		case f.SrcName() == "<native>":
			fmt.Fprintf(&b, "    at %s (native)", f.FuncName())
		case f.FuncName() == "<anonymous>":
			fmt.Fprintf(&b, "    at %s:%d:%d", at.Filename, at.Line, at.Column)
		default:
			fmt.Fprintf(&b, "    at %s (%s:%d:%d)", f.FuncName(), at.Filename, at.Line, at.Column)
		}
	}
	return b.String()
}
