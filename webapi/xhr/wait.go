package xhr

import (
	"context"
	"errors"
	"time"

	"asterism/js"
	"asterism/webapi/fetch"
)

// wait performs a synchronous request: the loop stands still.
//
// https://xhr.spec.whatwg.org/#the-send()-method step 12
func (x *request) wait(c js.Call, q *fetch.Request) {
	ctx, cancel := context.WithCancel(x.realm.Context())
	defer cancel()
	if x.timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, time.Duration(x.timeout)*time.Millisecond)
		defer cancel()
	}
	var p *fetch.Response
	var data []byte
	var err error
	x.realm.Loop.Blocked(func() { p, data, err = fetch.Load(ctx, x.realm.opts.Host, q, x.realm.opts.BodyLimit) })
	if err != nil {
		x.state, x.sent, x.uploaded = done, false, true // the request error steps
		x.forget()
		if errors.Is(err, context.DeadlineExceeded) {
			x.fail(c, "TimeoutError", "the response did not come in time")
		}
		x.fail(c, "NetworkError", err.Error())
	}
	x.take(p)
	x.received = data
	x.finish()
}
