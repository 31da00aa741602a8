package bus

import (
	"strconv"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
)

// A slot is a long-lived inbox subscription on <prefix>.<slot>.*, borrowed by
// one request at a time. The last token of the reply subject is the request's
// own: what arrives with another one is late, and dropped.
type slot struct {
	base  string // "<prefix>.<slot>."
	sub   *nats.Subscription
	ch    chan *nats.Msg
	turn  uint64 // which request has it
	timer *time.Timer
	buf   []byte // for the reply subject
}

const (
	// slotReplies is how many replies a slot holds until they are read: a claim
	// and an answer, and room for late ones.
	slotReplies = 32
	// idleSlots is how many free slots are kept; more come and go.
	idleSlots = 1024
)

// slots is a connection's pool of them.
type slots struct {
	prefix string
	next   atomic.Uint64
	free   chan *slot
}

func (p *slots) init(prefix string) {
	p.prefix, p.free = prefix, make(chan *slot, idleSlots)
}

// borrow takes a free slot or makes one.
func (c *Conn) borrow() (*slot, error) {
	if s := c.slots.pop(); s != nil {
		s.clear()
		return s, nil
	}
	s := &slot{ch: make(chan *nats.Msg, slotReplies)}
	s.base = c.slots.prefix + "." + strconv.FormatUint(c.slots.next.Add(1), 36) + "."
	sub, err := c.nc.ChanSubscribe(s.base+"*", s.ch)
	if err != nil {
		return nil, err
	}
	s.sub = sub
	return s, nil
}

// giveBack makes s free again.
func (c *Conn) giveBack(s *slot) {
	s.turn++ // from here on its replies are late
	if !c.slots.push(s) {
		_ = s.sub.Unsubscribe() // fails when closed, which does as well
	}
}

// release gives up the free slots.
func (p *slots) release() {
	for s := p.pop(); s != nil; s = p.pop() {
		_ = s.sub.Unsubscribe()
	}
}

// inbox is the reply subject of the request that has s.
func (s *slot) inbox() string {
	s.buf = append(s.buf[:0], s.base...)
	s.buf = strconv.AppendUint(s.buf, s.turn, 36)
	return string(s.buf)
}

// mine says whether a reply belongs to the request that has s.
func (s *slot) mine(m *nats.Msg) bool {
	if len(m.Subject) <= len(s.base) {
		return false
	}
	turn, err := strconv.ParseUint(m.Subject[len(s.base):], 36, 64)
	return err == nil && turn == s.turn
}

// clear throws away replies that came too late.
func (s *slot) clear() {
	for {
		select {
		case <-s.ch:
		default:
			return
		}
	}
}

// alarm starts the slot's own timer.
func (s *slot) alarm(wait time.Duration) <-chan time.Time {
	if s.timer == nil {
		s.timer = time.NewTimer(wait)
	} else {
		s.timer.Reset(wait)
	}
	return s.timer.C
}

// pop gives a free slot, nil when there is none.
func (p *slots) pop() *slot {
	select {
	case s := <-p.free:
		return s
	default:
		return nil
	}
}

// push keeps a free slot unless there are plenty.
func (p *slots) push(s *slot) bool {
	select {
	case p.free <- s:
		return true
	default:
		return false
	}
}
