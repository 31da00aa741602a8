package websocket

import (
	"io"
	"sync"

	"asterism/schemas"
)

// maxWaiting bounds what waits to be sent, and one message that comes, in bytes.
const maxWaiting = 64 << 20

// outgoing is what a script has sent, as the stream the host reads. Safe for
// concurrent use; push never blocks.
type outgoing struct {
	taken func(n int) // a message of n bytes has been read to its end

	mu     sync.Mutex
	more   sync.Cond
	queue  []item
	at     int // of the first one's frames, read so far
	size   int
	closed bool
}

type item struct {
	frames []byte
	size   int // of the message
}

func newOutgoing(taken func(n int)) *outgoing {
	o := &outgoing{taken: taken}
	o.more.L = &o.mu
	return o
}

// push queues a message or close; false: too much waits.
func (o *outgoing) push(kind schemas.SocketFrameKind, data []byte) bool {
	frames := schemas.AppendSocketFrame(make([]byte, 0, len(data)+16), kind, data)
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return true
	}
	if o.size += len(data); o.size > maxWaiting {
		return false
	}
	o.queue = append(o.queue, item{frames, len(data)})
	o.more.Signal()
	return true
}

// Read gives the next bytes; it waits until there are any.
func (o *outgoing) Read(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for len(o.queue) == 0 && !o.closed {
		o.more.Wait()
	}
	if o.closed {
		return 0, io.ErrClosedPipe
	}
	first := o.queue[0]
	n := copy(p, first.frames[o.at:])
	if o.at += n; o.at == len(first.frames) {
		o.queue[0] = item{}
		o.queue, o.at = o.queue[1:], 0
		o.size -= first.size
		o.taken(first.size)
	}
	return n, nil
}

// Close ends Read.
func (o *outgoing) Close() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed, o.queue = true, nil
	o.more.Broadcast()
	return nil
}
