package fetch

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/abort"
)

// SignalsOf is the signals any of which aborts a Request object's fetch.
func SignalsOf(r *js.Realm, v goja.Value) []*abort.Signal {
	q, ok := js.Native[*request](r, v)
	if !ok {
		return nil
	}
	return q.signals()
}
