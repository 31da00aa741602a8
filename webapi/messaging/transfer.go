package messaging

import (
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/clone"

	"github.com/dop251/goja"
)

// portType lets ports be transferred.
//
// https://html.spec.whatwg.org/multipage/web-messaging.html#message-ports:transferable-objects
var portType = &clone.Type{
	Name: "MessagePort", Class: portClass,
	Detached: func(r *js.Realm, o *goja.Object) bool {
		p, _ := PortOf(r, o)
		return p.detached
	},
	Transfer: func(r *js.Realm, o *goja.Object) goja.Value {
		p, _ := PortOf(r, o)
		return p.Transfer()
	},
	Read: func(r *js.Realm, payload goja.Value) goja.Value {
		p, err := Receive(r, payload)
		if err != nil {
			r.Throw(err.(*js.Exception).Value)
		}
		return p.Object()
	},
}

// Transfer takes the port away and gives what [Receive] makes a port of, here or
// in any other realm: a value that can be cloned, once.
func (p *Port) Transfer() goja.Value {
	m := p.realm
	s := p.detach()
	s.queue = append(p.queue, s.queue...)
	p.queue = nil
	return s.value(m.Realm)
}

// detach takes the port off its channel. The state's queue has what arrived on the
// link and is not in the port's own queue yet.
func (p *Port) detach() *state {
	m := p.realm
	p.detached = true
	delete(m.ports, p.id)
	switch {
	case p.other != nil:
		// The other end stays here: from now on it needs an address.
		other := p.other
		p.other, other.other = nil, nil
		p.id, other.id = p.address(), other.address()
		m.link(other, &state{id: other.id, peer: p.id}, false)
		return &state{id: p.id, peer: other.id, epoch: 1}
	case p.link != nil:
		s, closed := p.link.leave(false)
		p.link = nil
		if closed {
			s.peer = closedPeer
		}
		return s
	}
	return &state{id: p.address(), peer: closedPeer}
}

// closedPeer is the address of an other end that has closed.
const closedPeer = "-"

func (p *Port) address() string {
	if p.id == "" {
		return newID()
	}
	return p.id
}

// Receive makes the port of what [Port.Transfer] gave. An error is an
// [*js.Exception].
func Receive(r *js.Realm, payload goja.Value) (*Port, error) {
	m := realmOf(r)
	s, ok := readState(r, payload)
	if !ok {
		return nil, &js.Exception{Value: r.DOMException("DataCloneError", "a transferred port's state is damaged")}
	}
	p := m.newPort()
	p.id = s.id
	p.queue = s.queue
	if s.peer == closedPeer {
		return p, nil
	}
	other := m.ports[s.peer]
	if other == nil || other.link == nil {
		m.link(p, s, true)
		return p, nil
	}
	m.meet(p, s, other)
	return p, nil
}

// meet entangles p, which has just come with the state s, with its other end
// directly: both are in this realm.
func (m *realm) meet(p *Port, s *state, other *Port) {
	back, closed := other.link.leave(true)
	for _, data := range back.queue {
		other.enqueue(data)
	}
	hand(s, back.next, other)
	hand(back, s.next, p)
	delete(m.ports, other.id)
	other.link = nil
	p.id, other.id = "", ""
	if !closed {
		p.other, other.other = other, p
	}
}

// hand gives to a port what the other end has posted from number next on.
func hand(from *state, next uint64, to *Port) {
	n := from.sent - uint64(len(from.unacked))
	var message []byte
	for _, p := range from.unacked {
		if n >= next {
			message = append(message, p.data...)
			if schemas.PortMessageKind(p.kind) == schemas.PortPost {
				to.enqueue(message)
				message = nil
			}
		}
		n++
	}
}
