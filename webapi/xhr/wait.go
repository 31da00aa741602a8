package xhr

import (
	"context"
	"errors"
	"io"
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
	x.realm.Loop.Blocked(func() { p, data, err = consume(ctx, x.realm.opts.Host, q, x.realm.opts.BodyLimit) })
	if err != nil || p == nil || p.Type == "error" {
		x.state, x.sent, x.uploaded = done, false, true // the request error steps
		x.forget()
		if errors.Is(err, context.DeadlineExceeded) {
			x.fail(c, "TimeoutError", "the response did not come in time")
		}
		why := "the network gave no response"
		if err != nil {
			why = err.Error()
		}
		x.fail(c, "NetworkError", why)
	}
	x.take(p)
	x.received = data
	x.finish()
}

// consume fetches a response with its whole body. It blocks until ctx ends.
func consume(ctx context.Context, host fetch.Host, q *fetch.Request, limit int64) (*fetch.Response, []byte, error) {
	p, err := fetch.Perform(ctx, host, q)
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil || p == nil || p.Body == nil {
		return p, nil, err
	}
	body := p.Body.Reader()
	defer body.Close()
	stop := context.AfterFunc(ctx, func() { body.Close() })
	defer stop()
	from := io.Reader(body)
	if limit > 0 {
		from = io.LimitReader(body, limit+1)
	}
	data, err := io.ReadAll(from)
	switch {
	case ctx.Err() != nil:
		err = ctx.Err()
	case err == nil && limit > 0 && int64(len(data)) > limit:
		err = errTooLong
	}
	return p, data, err
}
