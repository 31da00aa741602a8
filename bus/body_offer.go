package bus

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"asterism/schemas"
)

// bodyOffer is the sending end of a body.
type bodyOffer struct {
	set   *bodies
	id    string
	onEnd func(error)

	sent atomic.Uint64 // chunks published so far

	mu      sync.Mutex
	src     io.ReadCloser
	reader  string // the reader's inbox; "" before it is opened over the bus
	taken   bool   // has a reader
	local   bool   // which is in this process: see openLocally
	credit  uint64 // what the reader takes in total
	heard   time.Time
	over    bool
	cause   error         // why it is over
	stop    func() bool   // ends the watch over ctx
	done    chan struct{} // closed when it is over
	granted chan struct{} // has an element when credit grew
}

func newBodyOffer(set *bodies, id string, src io.ReadCloser, onEnd func(error)) *bodyOffer {
	return &bodyOffer{
		set: set, id: id, src: src, onEnd: onEnd, heard: time.Now(),
		done: make(chan struct{}), granted: make(chan struct{}, 1),
	}
}

// subject is where the offer hears its reader.
func (o *bodyOffer) subject() string { return bodySubject + o.set.id + "." + o.id }

// unwatch keeps the function that ends the watch over the offer's ctx.
func (o *bodyOffer) unwatch(stop func() bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.stop = stop; o.over {
		stop()
	}
}

// hear handles a reader's message. It does not block.
func (o *bodyOffer) hear(m bodyMsg, from string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.over {
		return
	}
	if (m.Kind == bodyCredit || m.Kind == bodyPing) && !o.taken && from != "" {
		o.taken, o.reader = true, from
		go o.pump()
	}
	if from == "" || from != o.reader {
		if m.Kind == bodyCredit || m.Kind == bodyPing {
			o.set.send(from, "", bodyMsg{Kind: bodyFailed, Data: bodyReason(errorf(schemas.CodeConflict, "someone else reads this body"))})
		}
		return
	}
	o.heard = time.Now()
	switch m.Kind {
	case bodyCredit, bodyPing, bodyAlive:
		if m.N > o.credit {
			o.credit = m.N
			select {
			case o.granted <- struct{}{}:
			default:
			}
		}
		if m.Kind == bodyPing {
			o.set.send(o.reader, "", bodyMsg{Kind: bodyAlive, N: o.sent.Load()})
		}
	case bodyCancel:
		o.endLocked(&cancelled{readBodyReason(m.Data)})
	}
}

// cancelled is the reader's own wish, which it need not be told.
type cancelled struct{ why *schemas.Error }

func (c *cancelled) Error() string { return c.why.Error() }

// pump sends chunks as the reader's credit allows.
func (o *bodyOffer) pump() {
	buf := o.set.buffers.Get().(*[bodyHead + bodyChunkSize]byte)
	defer o.set.buffers.Put(buf)
	chunk := min(bodyChunkSize, o.set.conn.MaxPayload()-bodyHead)
	var spent, n uint64 // credit used, chunks sent
	for {
		left, ok := o.await(spent)
		if !ok {
			return
		}
		size, err := o.src.Read(buf[bodyHead : bodyHead+min(uint64(chunk), left-bodyChunkCost)])
		if size > 0 {
			putBodyHead(buf[:], bodyChunk, n)
			if perr := o.set.conn.nc.PublishRequest(o.reader, o.subject(), buf[:bodyHead+size]); perr != nil {
				o.end(errorf(schemas.CodeLost, "the connection to NATS is gone"))
				return
			}
			spent += uint64(size) + bodyChunkCost
			n++
			o.sent.Store(n)
		}
		if err != nil {
			if err == io.EOF {
				err = nil
			}
			o.end(err)
			return
		}
	}
}

// await waits until the reader takes another chunk, and says how much credit is
// left for it; false: the offer is over.
func (o *bodyOffer) await(spent uint64) (left uint64, ok bool) {
	for {
		o.mu.Lock()
		credit, over := o.credit, o.over
		o.mu.Unlock()
		if over {
			return 0, false
		}
		if credit > spent+bodyChunkCost {
			return credit - spent, true
		}
		select {
		case <-o.granted:
		case <-o.done:
		}
	}
}

// end ends the offer; only the first end counts. nil: everything was sent.
func (o *bodyOffer) end(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.endLocked(err)
}

func (o *bodyOffer) endLocked(err error) {
	if o.over {
		return
	}
	o.over = true
	close(o.done)
	if o.stop != nil {
		o.stop()
	}
	var byReader *cancelled
	isCancel := errors.As(err, &byReader)
	switch {
	case o.reader == "" || isCancel:
	case err == nil:
		o.set.send(o.reader, o.subject(), bodyMsg{Kind: bodyEnd, N: o.sent.Load()})
	default:
		o.set.send(o.reader, "", bodyMsg{Kind: bodyFailed, N: o.sent.Load(), Data: bodyReason(err)})
	}
	if isCancel {
		err = byReader.why
	}
	o.cause = err
	o.set.report(o.subject(), err)
	go o.release(err) // closing the source may block
}

// release closes the source and tells how it went.
func (o *bodyOffer) release(err error) {
	o.set.forgetOffer(o.id)
	_ = o.src.Close()
	if o.onEnd != nil {
		o.onEnd(err)
	}
}

// reason is the error the offer ended with, nil while it goes on.
func (o *bodyOffer) reason() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.cause
}

// check is the keeper's look.
func (o *bodyOffer) check(now time.Time, times bodyTimes) {
	o.mu.Lock()
	defer o.mu.Unlock()
	ping, lost := times.silence(now, o.heard)
	switch {
	case o.over || o.local:
	case !o.taken && now.Sub(o.heard) >= times.opened:
		o.endLocked(errorf(schemas.CodeTimeout, "nobody opened the body within %s", times.opened))
	case !o.taken:
	case lost:
		o.endLocked(errorf(schemas.CodeLost, "the reader of the body was not heard of for %s", times.lost))
	case ping:
		o.set.send(o.reader, o.subject(), bodyMsg{Kind: bodyPing, N: o.sent.Load()})
	}
}

// openLocally hands the source to a reader in this process.
func (o *bodyOffer) openLocally(ctx context.Context) (io.ReadCloser, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.over:
		return nil, notOffered(o.set.id + "." + o.id)
	case o.taken:
		return nil, errorf(schemas.CodeConflict, "someone else reads this body")
	}
	o.taken, o.local = true, true
	l := &localBody{offer: o}
	l.stop = context.AfterFunc(ctx, func() { o.end(publicBodyError(context.Cause(ctx))) })
	return l, nil
}
