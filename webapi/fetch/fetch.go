package fetch

import (
	"context"
	"errors"
	"time"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/abort"
)

// keepaliveTime is how long a keepalive fetch goes on without its document.
const keepaliveTime = 30 * time.Second

// fetch is the global function.
//
// https://fetch.spec.whatwg.org/#dom-global-fetch
func (x *realm) fetch(c js.Call) goja.Value {
	q := newRequest(c) // 2; what it throws rejects the promise
	signals := q.signals()
	for _, signal := range signals { // 4
		if signal.Aborted() {
			q.cancelBody(signal.Reason())
			c.Throw(signal.Reason())
		}
	}
	sent, err := q.release()
	if err != nil {
		c.Throw(c.TypeError("%s", err.Error()))
	}
	f := &call{realm: x, sent: sent}
	var promise *goja.Promise
	promise, f.resolve, f.reject = x.Promise() // 1
	f.start(signals)                           // 11, 12
	return x.VM.ToValue(promise)               // 13
}

func (q *request) cancelBody(reason goja.Value) {
	if p := &q.payload; p.stream != nil && !p.stream.Locked() && p.stream.Readable() {
		p.stream.Discard(reason)
	}
}

// call is one fetch under way.
type call struct {
	*realm
	sent            *Request
	resolve, reject func(any)
	cancel          context.CancelFunc
	stops           []func()  // take the abort algorithms off the signals
	response        *response // whose body an abort ends
	reading         *watchedReader
	streaming       bool // the context must outlive the response's arrival
	signal          *abort.Signal
	aborted         bool
}

// start runs the host on a goroutine of its own.
func (f *call) start(signals []*abort.Signal) {
	var ctx context.Context
	ctx, f.cancel = context.WithCancel(context.Background())
	ended := f.cancel
	if f.sent.Keepalive { // it outlives whoever made it
		ended = func() { time.AfterFunc(keepaliveTime, f.cancel) }
	}
	untie := context.AfterFunc(f.Loop.Context(), ended) // until there is a response
	for _, signal := range signals {
		f.stops = append(f.stops, signal.OnAbort(func() { f.abort(signal) }))
	}
	go func() {
		response, err := f.perform(ctx)
		untie()
		posted := f.Loop.Post(func() {
			_ = f.Do(func() { f.process(response, err) })
			if !f.streaming {
				f.finish()
			}
		})
		if !posted {
			f.cancel()
			discard(response)
		}
	}()
}

// perform is the fetch itself, off the loop.
func (f *call) perform(ctx context.Context) (p *Response, err error) {
	defer recovered(&p, &err)
	p, err = Perform(ctx, f.host, f.sent)
	if err != nil || p == nil || f.sent.Integrity == "" {
		return p, err
	}
	return p, verify(p, f.sent.Integrity, f.opts.BodyLimit)
}

// finish parts the fetch from its signals: nothing is left to abort.
func (f *call) finish() {
	f.cancel()
	for _, stop := range f.stops {
		stop()
	}
	f.stops = nil
}

// abort is step 11, and "abort a fetch() call".
func (f *call) abort(signal *abort.Signal) {
	f.aborted, f.signal = true, signal
	f.cancel()
	f.reject(signal.Reason())
	if body := f.sent.Body; body != nil && body.Stream != nil {
		if script, ok := body.Stream.(interface{ Cancel(reason goja.Value) }); ok {
			script.Cancel(signal.Reason())
		} else {
			go body.Stream.Close()
		}
	}
	if f.response != nil {
		whole := f.response.whole()
		whole.signal = signal
		whole.fail(f.Realm, signal.Reason())
		f.reading.abort(signal.Reason()) // it may have been given away, to a cache
	}
}

// process is processResponse: step 12.
func (f *call) process(r *Response, err error) {
	if f.aborted { // 12.1
		go discard(r) // may wait for the other side
		return
	}
	if err == nil && r == nil {
		err = errors.New("the host gave no response")
	}
	if err == nil && r.Type == "error" {
		err = errors.New("network error")
	}
	if err != nil { // 12.3
		f.reject(f.TypeError("fetch failed: %s", err.Error()))
		return
	}
	p := newResponse(f.Realm, r) // 12.4
	whole := p.whole()
	if body := whole.body; body != nil && body.streamed() {
		f.streaming = true
		if len(f.stops) > 0 { // an abort can still reach the body
			f.response = p
			whole.body, f.reading = body.watched(func() { f.Loop.Post(f.finish) })
		}
	}
	f.resolve(f.Wrap(f.classes.response, p)) // 12.5
}

// discard closes a response nobody wants.
func discard(r *Response) {
	if r != nil && r.Body != nil && r.Body.streamed() {
		r.Body.reader().Close()
	}
}
