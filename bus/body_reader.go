package bus

import (
	"io"
	"sync"
	"time"

	"asterism/schemas"
)

// bodyReader is the receiving end of a body.
type bodyReader struct {
	set    *bodies
	id     string
	sender string // subject

	mu     sync.Mutex
	more   sync.Cond // a chunk came, or it ended
	queue  [][]byte  // chunks not read yet; at most a window
	next   uint64    // number of the next chunk
	window uint64    // what is granted ahead
	read   uint64    // bytes read, and the cost of their chunks
	got    uint64    // the same of what was received
	credit uint64    // the same of what was granted
	heard  time.Time
	err    error // the end: io.EOF, or what went wrong
	stop   func() bool
}

func newBodyReader(set *bodies, id, sender string) *bodyReader {
	r := &bodyReader{set: set, id: id, sender: sender, window: bodyFirstWindow, credit: bodyFirstWindow, heard: time.Now()}
	r.more.L = &r.mu
	return r
}

// unwatch keeps the function that ends the watch over the reader's ctx.
func (r *bodyReader) unwatch(stop func() bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stop = stop; r.err != nil {
		stop()
	}
}

// say sends a message about credit to the sender.
func (r *bodyReader) say(kind byte) {
	r.mu.Lock()
	credit := r.credit
	r.mu.Unlock()
	r.set.send(r.sender, r.set.inbox+r.id, bodyMsg{Kind: kind, N: credit})
}

// hear handles a sender's message. It does not block.
func (r *bodyReader) hear(m bodyMsg) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return
	}
	r.heard = time.Now()
	if m.Kind == bodyFailed {
		r.endLocked(readBodyReason(m.Data))
		return
	}
	// A ping or its answer may be overtaken by chunks, never the reverse.
	if overtaken := m.Kind == bodyPing || m.Kind == bodyAlive; m.N > r.next || m.N < r.next && !overtaken {
		r.cancelLocked(errorf(schemas.CodeLost, "part of the body was lost on the way: chunk %d came instead of %d", m.N, r.next))
		return
	}
	switch m.Kind {
	case bodyChunk:
		r.next++
		if r.got += uint64(len(m.Data)) + bodyChunkCost; r.got > r.credit {
			r.cancelLocked(errorf(schemas.CodeBadMessage, "the sender of the body sent more than it was allowed"))
			return
		}
		r.queue = append(r.queue, m.Data)
		r.more.Signal()
	case bodyEnd:
		r.endLocked(io.EOF)
	case bodyPing:
		r.set.send(r.sender, r.set.inbox+r.id, bodyMsg{Kind: bodyAlive, N: r.credit})
	}
}

// fail ends the body without a word to the sender, which is gone.
func (r *bodyReader) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.endLocked(err)
	}
}

// cancel ends the body and tells the sender.
func (r *bodyReader) cancel(why *schemas.Error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.cancelLocked(why)
	}
}

func (r *bodyReader) cancelLocked(why *schemas.Error) {
	r.queue = nil
	r.endLocked(why)
	r.set.send(r.sender, r.set.inbox+r.id, bodyMsg{Kind: bodyCancel, Data: bodyReason(why)})
}

// endLocked keeps the end; what has arrived before it is read first.
func (r *bodyReader) endLocked(err error) {
	r.err = err
	if r.stop != nil {
		r.stop()
	}
	r.set.forgetReader(r.id)
	r.set.report(r.sender, err)
	r.more.Broadcast()
}

// Read reads what has arrived, and waits only when nothing has.
func (r *bodyReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	r.mu.Lock()
	if !r.await() {
		defer r.mu.Unlock()
		return 0, r.err
	}
	n := copy(p, r.queue[0])
	if n == len(r.queue[0]) {
		r.pop()
	} else {
		r.queue[0] = r.queue[0][n:]
	}
	r.took(n)
	return n, nil
}

// WriteTo writes the rest of the body to w, chunk by chunk and without copying.
func (r *bodyReader) WriteTo(w io.Writer) (total int64, err error) {
	for {
		r.mu.Lock()
		if !r.await() {
			defer r.mu.Unlock()
			if r.err == io.EOF {
				return total, nil
			}
			return total, r.err
		}
		chunk := r.queue[0]
		r.pop()
		r.mu.Unlock()
		n, err := w.Write(chunk)
		total += int64(n)
		if err != nil {
			r.cancel(errorf(schemas.CodeAborted, "the reader of the body could not pass it on"))
			return total, err
		}
		r.mu.Lock()
		r.took(n)
	}
}

// await waits for a chunk; false: there is none and none comes, see err. Called
// with mu held.
func (r *bodyReader) await() bool {
	if len(r.queue) == 0 && r.got > 0 {
		r.window = min(2*r.window, bodyWindow)
	}
	for len(r.queue) == 0 && r.err == nil {
		r.more.Wait()
	}
	return len(r.queue) > 0
}

// pop drops the first chunk. Called with mu held.
func (r *bodyReader) pop() {
	r.read += bodyChunkCost
	r.queue[0] = nil
	if r.queue = r.queue[1:]; len(r.queue) == 0 {
		r.queue = nil
	}
}

// took counts n bytes as read and grants more when a quarter of the window is
// free. Called with mu held, which it gives back.
func (r *bodyReader) took(n int) {
	r.read += uint64(n)
	grant := r.err == nil && r.read+r.window >= r.credit+r.window/4
	if grant {
		r.credit = r.read + r.window
	}
	r.mu.Unlock()
	if grant {
		r.say(bodyCredit)
	}
}

// Close cancels the body unless it was read to its end.
func (r *bodyReader) Close() error {
	r.cancel(errorf(schemas.CodeAborted, "the reader closed the body"))
	r.mu.Lock()
	defer r.mu.Unlock()
	r.queue = nil
	if r.err == io.EOF {
		r.err = errorf(schemas.CodeAborted, "the body was closed")
	}
	return nil
}

// check is the keeper's look.
func (r *bodyReader) check(now time.Time, times bodyTimes) {
	r.mu.Lock()
	defer r.mu.Unlock()
	ping, lost := times.silence(now, r.heard)
	switch {
	case r.err != nil:
	case lost:
		r.cancelLocked(errorf(schemas.CodeLost, "the sender of the body was not heard of for %s", times.lost))
	case ping:
		r.set.send(r.sender, r.set.inbox+r.id, bodyMsg{Kind: bodyPing, N: r.credit})
	}
}
