package crypto

import (
	"errors"
	"fmt"

	"github.com/dop251/goja"

	"asterism/js"
)

// failure is the reason of a rejected promise.
type failure struct {
	name    string // of the DOMException, or "TypeError"
	message string
}

func (f *failure) Error() string { return f.name + ": " + f.message }

func failed(name, format string, args ...any) error {
	return &failure{name, fmt.Sprintf(format, args...)}
}

func dataError(format string, args ...any) error { return failed("DataError", format, args...) }
func operationError(format string, args ...any) error {
	return failed("OperationError", format, args...)
}
func syntaxError(format string, args ...any) error { return failed("SyntaxError", format, args...) }
func invalidAccess(format string, args ...any) error {
	return failed("InvalidAccessError", format, args...)
}
func notSupported(format string, args ...any) error {
	return failed("NotSupportedError", format, args...)
}

// reason makes the exception of err; what Go's own packages report is an
// OperationError.
func reason(r *js.Realm, err error) goja.Value {
	var f *failure
	if !errors.As(err, &f) {
		f = &failure{"OperationError", err.Error()}
	}
	if f.name == "TypeError" {
		return r.TypeError("%s", f.message)
	}
	return r.DOMException(f.name, "%s", f.message)
}
