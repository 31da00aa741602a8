package bus

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Delivery is one message of a queue in hand. It must be settled by exactly one
// of Ack, Nak and Term, from any goroutine; further calls do nothing. Until
// then, and while Consume runs, the bus keeps it from being handed out again.
type Delivery[T any] struct {
	Value   T
	Params  Params
	Attempt int // 1 the first time it is handed out

	job *job
}

// Ack says that it is done.
func (d *Delivery[T]) Ack() error { return d.job.settle(jetstream.Msg.Ack) }

// Nak wants it handed out again after a delay.
func (d *Delivery[T]) Nak(delay time.Duration) error {
	return d.job.settle(func(m jetstream.Msg) error { return m.NakWithDelay(delay) })
}

// Term gives it up for good.
func (d *Delivery[T]) Term(reason string) error {
	return d.job.settle(func(m jetstream.Msg) error { return m.TermWithReason(reason) })
}

// InProgress says that it is worked on. The bus does so by itself while Consume
// runs; it is of use after that.
func (d *Delivery[T]) InProgress() error { return d.job.renew() }

// job is the untyped part of a Delivery.
type job struct {
	hands *hands
	seq   uint64 // in the stream

	mu      sync.Mutex
	msg     jetstream.Msg // the latest hand-out
	settled bool
}

func (j *job) settle(f func(jetstream.Msg) error) error {
	j.mu.Lock()
	if j.settled {
		j.mu.Unlock()
		return nil
	}
	j.settled = true
	msg := j.msg
	j.mu.Unlock()
	defer j.hands.drop(j.seq)
	return f(msg)
}

func (j *job) renew() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.settled {
		return nil
	}
	return j.msg.InProgress()
}

// hands is the unsettled deliveries of one consumer.
type hands struct {
	mu    sync.Mutex
	jobs  map[uint64]*job
	empty chan struct{} // has an element when the last one was dropped
}

func newHands() *hands {
	return &hands{jobs: map[uint64]*job{}, empty: make(chan struct{}, 1)}
}

// hold takes a message in. One that is here already (handed out again because
// our sign of life was late) only renews the way to acknowledge: nil.
func (h *hands) hold(seq uint64, msg jetstream.Msg) *job {
	h.mu.Lock()
	defer h.mu.Unlock()
	if j := h.jobs[seq]; j != nil {
		j.mu.Lock()
		j.msg = msg
		j.mu.Unlock()
		return nil
	}
	j := &job{hands: h, seq: seq, msg: msg}
	h.jobs[seq] = j
	return j
}

func (h *hands) drop(seq uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.jobs, seq)
	if len(h.jobs) == 0 {
		select {
		case h.empty <- struct{}{}:
		default:
		}
	}
}

// renewAll is a sign of life for everything in hand, oldest first: in that order
// it is handed out again should this be the last.
func (h *hands) renewAll() {
	h.mu.Lock()
	jobs := make([]*job, 0, len(h.jobs))
	for _, j := range h.jobs {
		jobs = append(jobs, j)
	}
	h.mu.Unlock()
	slices.SortFunc(jobs, func(a, b *job) int { return cmp.Compare(a.seq, b.seq) })
	for _, j := range jobs {
		_ = j.renew() // not sent while the server is away; the next one will be
	}
}

func (h *hands) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.jobs)
}
