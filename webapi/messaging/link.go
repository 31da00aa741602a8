package messaging

import (
	"slices"
	"sync"
	"time"

	"asterism/schemas"
)

const (
	// maxPart is how many bytes of a message travel at once.
	maxPart = 512 << 10
	// ackEvery and ackBytes are after how much an acknowledgement is sent unasked.
	ackEvery, ackBytes = 16, 256 << 10
	// maxUnacked bounds what is kept for an end that does not take it, in bytes;
	// beyond it the channel is closed.
	maxUnacked = 64 << 20
	// pingEvery is how often the other end is asked whether it lives; after
	// maxMissed questions that nobody heard, it does not.
	pingEvery = 10 * time.Second
	maxMissed = 3
	// lingerTime is how long a port of a realm that has ended waits for the other
	// end to take what was posted.
	lingerTime = 10 * time.Second
)

// link is one end of a message channel whose other end is not in this realm. It
// numbers what is posted, keeps it until the other end has it, and puts what
// arrives into order. See schemas/FRAME.md, "Message ports". Safe for concurrent
// use; it may outlive its realm for a while.
type link struct {
	host Host // nil: there is nothing beyond the realm, everything waits
	// Called under mu: something has arrived; the link needs nothing any more.
	wake, gone func()

	mu        sync.Mutex
	id, peer  string
	epoch     uint64
	peerEpoch uint64
	known     bool // the other end has said where it lives
	sent      uint64
	unacked   []parcel // the last has number sent-1
	size      int      // bytes in unacked
	next      uint64
	asked     uint64 // for which number a gap was told, and one more
	partial   []byte // the message that has begun …
	parts     uint64 // … in so many parts; its sender keeps them until it is whole
	inbox     []arrival
	fresh     int // messages and bytes since the last acknowledgement
	freshSize int
	closing   bool // no more is posted; a close is among unacked
	over      bool
	missed    int
	stop      func()
	timer     *time.Timer
}

// arrival is a message, or the close of the other end.
type arrival struct {
	data   []byte
	closed bool
}

// newLink is the end that a state describes, not open yet.
func newLink(host Host, s *state) *link {
	l := &link{host: host, id: s.id, peer: s.peer, epoch: s.epoch, next: s.next, sent: s.sent, unacked: s.unacked}
	for _, p := range s.unacked {
		l.size += len(p.data)
		l.closing = l.closing || schemas.PortMessageKind(p.kind) == schemas.PortClose
	}
	return l
}

// open makes the end live here. moved: it says hello to the other end; otherwise
// it waits for that one to do so.
func (l *link) open(moved bool) {
	if l.host == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	stop, err := l.host.Listen(l.id, l.hear)
	if err != nil {
		l.fail()
		return
	}
	l.stop = stop
	l.timer = time.AfterFunc(pingEvery, l.tick)
	if moved {
		l.say(schemas.PortHello, l.next, nil)
	}
}

// say sends one message. l.mu is held, here and below.
func (l *link) say(kind schemas.PortMessageKind, n uint64, data []byte) {
	if l.host == nil {
		return
	}
	// What is not sent is asked for again when the connection is back.
	_ = l.host.Send(l.id, l.peer, schemas.PortMessage{Kind: kind, Epoch: l.epoch, N: n, Data: data}, kind == schemas.PortPing)
}

// post queues a message for the other end.
func (l *link) post(data []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over || l.closing {
		return
	}
	for len(data) > maxPart {
		l.push(schemas.PortPart, data[:maxPart])
		data = data[maxPart:]
	}
	l.push(schemas.PortPost, data)
	if l.size > maxUnacked {
		l.fail()
	}
}

// close says, after all that was posted, that no more comes.
func (l *link) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over || l.closing {
		return
	}
	l.closing = true
	l.push(schemas.PortClose, nil)
}

// linger is close for an end whose realm has ended.
func (l *link) linger() {
	l.close()
	time.AfterFunc(lingerTime, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.end()
	})
}

func (l *link) push(kind schemas.PortMessageKind, data []byte) {
	n := l.sent
	l.sent++
	l.size += len(data)
	l.unacked = append(l.unacked, parcel{byte(kind), data})
	if l.known {
		l.say(kind, n, data)
	}
}

// resend says everything from number n on again, and forgets what was before.
func (l *link) resend(n uint64) {
	l.acked(n)
	first := l.sent - uint64(len(l.unacked))
	for i, p := range l.unacked {
		l.say(schemas.PortMessageKind(p.kind), first+uint64(i), p.data)
	}
}

// acked forgets what the other end has: everything below n.
func (l *link) acked(n uint64) {
	first := l.sent - uint64(len(l.unacked))
	if n <= first || n > l.sent {
		return
	}
	for _, p := range l.unacked[:n-first] {
		l.size -= len(p.data)
	}
	l.unacked = slices.Clone(l.unacked[n-first:])
	if l.closing && len(l.unacked) == 0 {
		l.end()
	}
}

// take is the next thing that has arrived.
func (l *link) take() (arrival, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.inbox) == 0 {
		return arrival{}, false
	}
	a := l.inbox[0]
	l.inbox = l.inbox[1:]
	return a, true
}

// leave ends the link here and gives what travels on. quietly: the other end is
// in this very realm now and need not be told. closed: the other end has closed.
func (l *link) leave(quietly bool) (s *state, closed bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rewind()
	s = &state{id: l.id, peer: l.peer, epoch: l.epoch + 1, next: l.next, sent: l.sent, unacked: l.unacked}
	for _, a := range l.inbox {
		closed = closed || a.closed
		if !a.closed {
			s.queue = append(s.queue, a.data)
		}
	}
	if !quietly && !l.over {
		l.say(schemas.PortLeave, 0, nil)
	}
	l.end()
	return s, closed
}

// fail ends the link as if the other end had closed.
func (l *link) fail() {
	if l.over {
		return
	}
	l.arrive(arrival{closed: true})
	l.end()
}

func (l *link) end() {
	if l.over {
		return
	}
	l.over = true
	l.unacked, l.size = nil, 0
	if l.stop != nil {
		l.stop()
		l.timer.Stop()
	}
	l.gone()
}

func (l *link) arrive(a arrival) {
	l.inbox = append(l.inbox, a)
	l.wake()
}
