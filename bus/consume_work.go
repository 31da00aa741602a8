package bus

import (
	"cmp"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// queueSort is how long messages are collected after one that is handed out
// again: the server does not keep those in order.
const queueSort = 100 * time.Millisecond

// take passes one message on to work, on the subscription's goroutine.
func (r *consuming[T]) take(m jetstream.Msg) {
	if pin := m.Headers().Get(pinHeader); pin != "" {
		r.pin.Store(&pin)
	}
	select {
	case <-r.stop:
		giveBack(m)
	case r.in <- m:
	}
}

// giveBack returns a message nobody has seen.
func giveBack(m jetstream.Msg) {
	_ = m.Nak() // if it is not sent, the wait for the ack ends
}

// work hands messages on until stop.
func (r *consuming[T]) work() {
	for {
		select {
		case <-r.stop:
			for {
				select {
				case m := <-r.in:
					giveBack(m)
				default:
					return
				}
			}
		case m := <-r.in:
			for _, m := range r.inOrder(m) {
				r.hand(m)
			}
		}
	}
}

// inOrder is m alone, or, when m is handed out again, m and what comes shortly
// after it in the order of the stream.
func (r *consuming[T]) inOrder(m jetstream.Msg) []jetstream.Msg {
	batch := []jetstream.Msg{m}
	if meta, err := m.Metadata(); err != nil || meta.NumDelivered < 2 {
		return batch
	}
	enough := time.NewTimer(queueSort)
	defer enough.Stop()
	for {
		select {
		case m := <-r.in:
			batch = append(batch, m)
			continue
		case <-enough.C:
		case <-r.stop:
		}
		slices.SortStableFunc(batch, func(a, b jetstream.Msg) int { return cmp.Compare(place(a), place(b)) })
		return batch
	}
}

// place is a message's sequence number in the stream.
func place(m jetstream.Msg) uint64 {
	meta, err := m.Metadata()
	if err != nil {
		return 0
	}
	return meta.Sequence.Stream
}

// hand gives one message to the handler.
func (r *consuming[T]) hand(m jetstream.Msg) {
	select {
	case <-r.stop:
		giveBack(m)
		return
	default:
	}
	meta, err := m.Metadata()
	if err != nil {
		r.c.malformed(m.Subject(), err)
		return
	}
	job := r.hands.hold(meta.Sequence.Stream, m)
	if job == nil {
		return
	}
	d := &Delivery[T]{job: job, Attempt: int(meta.NumDelivered)}
	if d.Params, err = parse(r.q.Subject, m.Subject()); err == nil {
		d.Value, err = decode[T](m.Data())
	}
	if err != nil {
		r.c.malformed(m.Subject(), err)
		_ = d.Term("bad message")
		return
	}
	defer func() {
		if p := recover(); p != nil {
			_ = r.c.panicked(m.Subject(), p)
			if d.Attempt >= queuePanics {
				_ = d.Term("its handler panics")
			} else {
				_ = d.Nak(time.Second)
			}
		}
	}()
	r.h(d)
}
