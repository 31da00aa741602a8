package cachestorage

import (
	"context"
	"errors"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/fetch"
)

// settle runs work on a goroutine and makes a promise of it.
func settle[T any](x *realm, work func(context.Context) (T, error), value func(T) goja.Value) goja.Value {
	return x.VM.ToValue(js.Async(x.Realm, work, value, x.fail))
}

// fail is what a script sees of a failed operation.
func (x *realm) fail(err error) goja.Value {
	var thrown *thrown
	if errors.As(err, &thrown) {
		return thrown.reason
	}
	var aborted *fetch.Aborted
	if errors.As(err, &aborted) {
		return aborted.Reason
	}
	var network *fetch.NetworkError
	if errors.As(err, &network) {
		return x.TypeError("%s", network.Reason)
	}
	var e *schemas.Error
	if errors.As(err, &e) && e.Exception != "" {
		return x.DOMException(e.Exception, "%s", e.Message)
	}
	return x.DOMException("UnknownError", "the cache cannot be reached: %s", err.Error())
}

// thrown is an error that a script gave, such as the reason of an abort.
type thrown struct{ reason goja.Value }

func (*thrown) Error() string { return "aborted" }
