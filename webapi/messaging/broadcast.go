package messaging

import (
	"slices"

	"asterism/js"
	"asterism/webapi/clone"
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// channel is the value of a BroadcastChannel object. Loop only.
//
// https://html.spec.whatwg.org/multipage/web-messaging.html#broadcasting-to-other-browsing-contexts
type channel struct {
	events.Target
	realm  *realm
	name   string
	closed bool
}

// broadcastClass is BroadcastChannel.
var broadcastClass = &js.Class[*channel]{
	Name:   "BroadcastChannel",
	Parent: events.TargetClass,
	Length: 1,
	New: func(c js.Call) *channel {
		ch := &channel{realm: realmOf(c.Realm), name: c.String(c.Arg(0), "name")}
		ch.Bind(c.This.(*goja.Object))
		ch.realm.join(ch)
		return ch
	},
	Attrs: append([]js.Attr[*channel]{
		{Name: "name", Get: func(ch *channel, c js.Call) goja.Value { return c.VM.ToValue(ch.name) }},
	}, events.Handlers[*channel]("message", "messageerror")...),
	Methods: []js.Method[*channel]{
		{Name: "postMessage", Length: 1, Call: broadcast},
		{Name: "close", Call: func(ch *channel, _ js.Call) goja.Value {
			if !ch.closed {
				ch.closed = true
				ch.realm.part(ch)
			}
			return goja.Undefined()
		}},
	},
}

// broadcast is https://html.spec.whatwg.org/multipage/web-messaging.html#dom-broadcastchannel-postmessage
func broadcast(ch *channel, c js.Call) goja.Value {
	m := ch.realm
	if m.off { // 1
		return goja.Undefined()
	}
	if ch.closed { // 2
		c.Throw(c.DOMException("InvalidStateError", "the BroadcastChannel is closed"))
	}
	data := clone.SerializeCall(c, c.Arg(0), nil)     // 3
	for _, destination := range m.channels[ch.name] { // 6, 8, in this realm
		if destination != ch { // 7
			destination.enqueue(data)
		}
	}
	if m.host != nil {
		// A host that cannot is one that is not connected: nobody hears.
		_ = m.host.Broadcast(ch.name, m.token, data)
	}
	return goja.Undefined()
}

// enqueue is a task that delivers a message (step 9).
func (ch *channel) enqueue(data []byte) {
	m := ch.realm
	m.Loop.Post(func() {
		if ch.closed || m.off { // 9.1
			return
		}
		e := &events.MessageEvent{Event: events.Event{Type: "message"}, Origin: m.origin}
		var err error
		if e.Data, err = clone.Deserialize(m.Realm, data); err != nil { // 9.3
			e.Type, e.Data = "messageerror", nil
		}
		m.fire(ch, events.MessageEventClass, e) // 9.5
	})
}

// join adds a channel of this realm; the first of a name makes the realm hear
// others.
func (m *realm) join(ch *channel) {
	if m.off {
		return
	}
	first := len(m.channels[ch.name]) == 0
	m.channels[ch.name] = append(m.channels[ch.name], ch)
	if !first || m.host == nil {
		return
	}
	if m.token == "" {
		m.token = newID()
	}
	name := ch.name
	leave, err := m.host.Join(name, func(from string, data []byte) {
		if from == m.token {
			return
		}
		m.Loop.Post(func() {
			for _, ch := range m.channels[name] {
				ch.enqueue(data)
			}
		})
	})
	if err != nil {
		return // the name does not fit the bus: the realm's own channels hear each other
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.leave == nil {
		leave()
		return
	}
	m.leave[name] = leave
	m.hold()
}

// part takes a channel away.
func (m *realm) part(ch *channel) {
	list := m.channels[ch.name]
	if i := slices.Index(list, ch); i >= 0 {
		m.channels[ch.name] = slices.Concat(list[:i], list[i+1:])
	}
	if len(m.channels[ch.name]) > 0 {
		return
	}
	delete(m.channels, ch.name)
	m.mu.Lock()
	leave := m.leave[ch.name]
	delete(m.leave, ch.name)
	m.mu.Unlock()
	if leave != nil {
		leave()
	}
}
