package bus

import (
	"errors"

	"asterism/schemas"

	"github.com/nats-io/nats.go"
)

// toOffer handles what a reader says, on the subscription's goroutine: it never
// blocks.
func (b *bodies) toOffer(m *nats.Msg) {
	id := m.Subject[len(bodySubject)+len(b.id)+1:]
	b.mu.Lock()
	o := b.offers[id]
	b.mu.Unlock()
	if isNoResponders(m) {
		if o != nil {
			o.end(errorf(schemas.CodeLost, "the reader of the body is gone"))
		}
		return
	}
	msg, err := decodeBody(m.Data)
	switch {
	case err != nil:
		b.conn.malformed(m.Subject, err)
	case o != nil:
		o.hear(msg, m.Reply)
	case msg.Kind == bodyCredit || msg.Kind == bodyPing: // someone waits for an answer
		b.send(m.Reply, "", bodyMsg{Kind: bodyFailed, Data: bodyReason(notOffered(m.Subject[len(bodySubject):]))})
	}
}

// toReader handles what a sender says, likewise.
func (b *bodies) toReader(m *nats.Msg) {
	id := m.Subject[len(b.inbox):]
	b.mu.Lock()
	r := b.readers[id]
	b.mu.Unlock()
	if isNoResponders(m) {
		if r != nil {
			r.fail(errorf(schemas.CodeLost, "the sender of the body is gone"))
		}
		return
	}
	msg, err := decodeBody(m.Data)
	switch {
	case err != nil:
		b.conn.malformed(m.Subject, err)
		if r != nil {
			r.cancel(publicBodyError(err))
		}
	case r != nil:
		r.hear(msg)
	case msg.Kind == bodyPing: // a sender that missed our cancel
		b.send(m.Reply, "", bodyMsg{Kind: bodyCancel, Data: bodyReason(errorf(schemas.CodeAborted, "nobody reads this body any more"))})
	}
}

// send publishes a message; one that cannot be sent counts as lost on the way.
func (b *bodies) send(subject, reply string, m bodyMsg) {
	if subject != "" {
		_ = b.conn.nc.PublishMsg(&nats.Msg{Subject: subject, Reply: reply, Data: encodeBody(m)})
	}
}

// report publishes an advisory when a body ended because something was lost.
func (b *bodies) report(subject string, err error) {
	if errors.Is(err, &schemas.Error{Code: schemas.CodeLost}) {
		b.conn.advise("body-lost", subject, err.Error())
	}
}
