package ports

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"

	"asterism/bus"
	"asterism/schemas"
)

const (
	// longName is the length from which a channel's name is hashed: a subject has
	// room for no more. The message has the whole name.
	longName = 200
	// part is how many bytes of a message travel at once.
	part = 512 << 10
	// maxParts bounds a message that is put together, in bytes; maxSenders how many
	// of them there are at once.
	maxParts, maxSenders = 64 << 20, 100
)

// channel is the interest of this process in the broadcast channels of one
// origin and name.
type channel struct {
	sub       *bus.Subscription
	listeners []*listener
	p         *Ports
	parts     map[string][]byte // messages of which not everything has come, by sender
}

type listener struct {
	name string
	hear func(from string, data []byte)
}

// subjectOf is where an origin's channels of a name are heard.
func subjectOf(origin, name string) (subject, scope string, err error) {
	key := url.QueryEscape(name)
	if len(key) > longName {
		sum := sha256.Sum256([]byte(name))
		key = hex.EncodeToString(sum[:])
	}
	scope = origin + "/?" + key
	subject, err = bus.ToChannel.SubjectFor(bus.Params{"scope": scope})
	return subject, scope, err
}

func (p *Ports) join(origin, name string, hear func(from string, data []byte)) (leave func(), err error) {
	subject, _, err := subjectOf(origin, name)
	if err != nil {
		return nil, err
	}
	l := &listener{name, hear}
	p.mu.Lock()
	defer p.mu.Unlock()
	ch := p.channels[subject]
	if ch == nil {
		ch = &channel{p: p, parts: map[string][]byte{}}
		if ch.sub, err = p.inlet.Listen(subject, ""); err != nil {
			return nil, err
		}
		p.channels[subject] = ch
	}
	ch.listeners = append(ch.listeners[:len(ch.listeners):len(ch.listeners)], l)
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		i := slices.Index(ch.listeners, l)
		if i < 0 {
			return
		}
		ch.listeners = slices.Concat(ch.listeners[:i], ch.listeners[i+1:])
		if len(ch.listeners) == 0 && p.channels[subject] == ch {
			delete(p.channels, subject)
			p.stop(ch.sub)
		}
	}, nil
}

// broadcast publishes data, in parts when it is long.
func (p *Ports) broadcast(origin, name, from string, data []byte) error {
	_, scope, err := subjectOf(origin, name)
	if err != nil {
		return err
	}
	for {
		m := schemas.ChannelMessage{From: from, Name: name, Data: data}
		if len(data) > part {
			m.More, m.Data = true, data[:part]
		}
		if err := bus.ToChannel.Publish(p.conn, bus.Params{"scope": scope}, m); err != nil || !m.More {
			return err
		}
		data = data[part:]
	}
}

// hear takes one message, on the goroutine of Run.
func (ch *channel) hear(m schemas.ChannelMessage) {
	data := m.Data
	if begun := ch.parts[m.From]; begun != nil || m.More {
		data = append(begun, m.Data...)
		delete(ch.parts, m.From)
	}
	if m.More {
		if len(ch.parts) >= maxSenders {
			clear(ch.parts) // most of them have died
		}
		if len(data) <= maxParts {
			ch.parts[m.From] = data
		}
		return
	}
	ch.p.mu.Lock()
	listeners := ch.listeners
	ch.p.mu.Unlock()
	for _, l := range listeners {
		if l.name == m.Name {
			l.hear(m.From, data)
		}
	}
}
