package messaging

import (
	"time"

	"asterism/schemas"
)

// hear takes what the other end says, on the host's goroutine.
func (l *link) hear(m schemas.PortMessage) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return
	}
	if m.Kind == schemas.PortNobody {
		if l.missed++; l.known && l.missed >= maxMissed {
			l.fail()
		}
		return
	}
	if m.Epoch < l.peerEpoch { // said before it moved; it says it again
		return
	}
	l.peerEpoch, l.missed = m.Epoch, 0
	switch m.Kind {
	case schemas.PortHello:
		l.known = true
		l.want()
		l.resend(m.N)
	case schemas.PortWelcome:
		l.known = true
		l.resend(m.N)
	case schemas.PortAck:
		l.acked(m.N)
	case schemas.PortLeave:
		l.known = false
	case schemas.PortPing:
		l.known = true
		if m.N > l.next {
			l.want()
		} else {
			l.ack()
		}
	case schemas.PortPost, schemas.PortPart, schemas.PortClose:
		l.known = true
		l.parcel(m)
	}
}

// parcel takes a numbered message.
func (l *link) parcel(m schemas.PortMessage) {
	switch {
	case m.N < l.next: // said twice
		return
	case m.N > l.next: // something was lost on the way
		if l.asked != l.next+1 {
			l.want()
			l.asked = l.next + 1
		}
		return
	}
	l.next++
	switch m.Kind {
	case schemas.PortPart:
		l.partial = append(l.partial, m.Data...)
		l.parts++
		if len(l.partial) > maxUnacked {
			l.fail()
			return
		}
	case schemas.PortPost:
		data := m.Data
		if l.partial != nil {
			data, l.partial, l.parts = append(l.partial, data...), nil, 0
		}
		l.arrive(arrival{data: data})
	case schemas.PortClose:
		l.arrive(arrival{closed: true})
		l.ack()
		l.end()
		return
	}
	l.fresh++
	l.freshSize += len(m.Data)
	if l.fresh >= ackEvery || l.freshSize >= ackBytes {
		l.ack()
	}
}

// ack tells what need not be kept any more.
func (l *link) ack() {
	l.fresh, l.freshSize = 0, 0
	l.say(schemas.PortAck, l.next-l.parts, nil)
}

// want asks for what comes next.
func (l *link) want() {
	l.rewind()
	l.say(schemas.PortWelcome, l.next, nil)
}

// rewind gives up a message of which only parts are here: it is sent again.
func (l *link) rewind() {
	l.next -= l.parts
	l.partial, l.parts = nil, 0
}

// tick asks whether the other end lives, and for what it lacks.
func (l *link) tick() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return
	}
	l.timer = time.AfterFunc(pingEvery, l.tick)
	if l.known {
		l.say(schemas.PortPing, l.sent, nil)
	}
}
