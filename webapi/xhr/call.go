package xhr

import (
	"context"
	"errors"
	"io"
	"time"

	"asterism/js"
	"asterism/webapi/fetch"
)

const (
	// interval is how far apart progress events are.
	interval = 50 * time.Millisecond
	// chunkSize is how much of a response is read at once.
	chunkSize = 64 << 10
)

// call is one fetch of a request, on a goroutine of its own.
type call struct {
	x      *request
	ctx    context.Context
	cancel context.CancelFunc
	told   time.Time // when the last progress event was fired
	later  *js.Timer // of one that is held back; nil: none
}

var errTooLong = errors.New("the response is too long to hold in memory")

// start fetches q in the background.
func (x *request) start(q *fetch.Request) {
	f := &call{x: x}
	f.ctx, f.cancel = context.WithCancel(x.realm.Context())
	x.call, x.began = f, x.realm.Loop.Now()
	x.watch()
	host, limit := x.realm.opts.Host, x.realm.opts.BodyLimit
	go func() {
		defer f.cancel()
		p, err := fetch.Perform(f.ctx, host, q)
		if err != nil || p == nil || p.Type == "error" {
			f.post(f.broken)
			return
		}
		if p.Body == nil {
			f.post(func() { f.respond(p) })
			return
		}
		body := p.Body.Reader()
		defer body.Close()
		stop := context.AfterFunc(f.ctx, func() { body.Close() })
		defer stop()
		if f.post(func() { f.respond(p) }) {
			f.read(body, limit)
		}
	}()
}

// read hands on the body piece by piece, each once the loop has taken the one before.
func (f *call) read(body io.Reader, limit int64) {
	total := int64(0)
	buffer := make([]byte, chunkSize)
	for {
		n, err := body.Read(buffer)
		if total += int64(n); limit > 0 && total > limit {
			err = errTooLong
		}
		if n > 0 && (err == nil || err == io.EOF) {
			if !f.post(func() { f.chunk(buffer[:n]) }) {
				return
			}
		}
		switch {
		case err == io.EOF:
			f.post(f.x.finish)
			return
		case err != nil:
			f.post(f.broken)
			return
		}
	}
}

// post runs a task on the loop, unless the call has been given up, and waits for
// it; false: it was given up, or is now.
func (f *call) post(task func()) bool {
	ran := make(chan struct{})
	posted := f.x.realm.Loop.Post(func() {
		defer close(ran)
		if f.live() {
			task()
		}
	})
	if !posted {
		return false
	}
	select {
	case <-ran:
		return f.ctx.Err() == nil
	case <-f.ctx.Done():
		return false
	}
}

// live says whether x still waits for this call.
func (f *call) live() bool { return f.x.call == f && f.ctx.Err() == nil }

// terminate gives up the call under way.
func (x *request) terminate() {
	if x.call != nil {
		x.call.cancel()
		x.call.hold()
		x.call = nil
	}
	x.unwatch()
}

// hold fires no more progress events.
func (f *call) hold() {
	if f.later != nil {
		f.later.Cancel()
		f.later = nil
	}
}

func (x *request) unwatch() {
	if x.timer != nil {
		x.timer.Cancel()
		x.timer = nil
	}
}

// watch sets the timer of the call under way, whose time counts from its start.
func (x *request) watch() {
	x.unwatch()
	if x.timeout == 0 {
		return
	}
	f := x.call
	left := time.Duration(x.timeout)*time.Millisecond - x.realm.Loop.Now().Sub(x.began)
	x.timer = x.realm.Loop.Schedule(left, func() {
		if f.live() {
			x.terminate()
			x.stop("timeout")
		}
	})
}

// ended stops the loop after a broken limit or a fault of the engine.
func (r *realm) ended(err error) {
	if err != nil && !errors.Is(err, js.ErrStopped) {
		r.Loop.Stop(err)
	}
}
