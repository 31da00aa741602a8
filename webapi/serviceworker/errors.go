package serviceworker

import (
	"errors"

	"asterism/js"
	"asterism/schemas"

	"github.com/dop251/goja"
)

// exception makes the script's exception of a host's error: the one it names,
// else a TypeError.
func exception(r *js.Realm, err error) goja.Value {
	var e *schemas.Error
	if !errors.As(err, &e) {
		return r.TypeError("%s", err)
	}
	switch e.Exception {
	case "", "TypeError":
		return r.TypeError("%s", e.Message)
	case "RangeError":
		return r.RangeError("%s", e.Message)
	}
	return r.DOMException(e.Exception, "%s", e.Message)
}
