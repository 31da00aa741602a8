package messaging

import (
	"context"
	"sync"

	"asterism/js"
	"asterism/webapi/clone"
)

// realm is what the package keeps for a realm.
type realm struct {
	*js.Realm
	host   Host   // nil: messages do not leave the realm
	origin string // serialized

	// On the loop only.
	ports    map[string]*Port      // those with an address, by it
	channels map[string][]*channel // open broadcast channels by name, oldest first
	token    string                // of this realm, among those that broadcast; "": not needed yet
	off      bool                  // shut down

	mu      sync.Mutex        // never held while a link's is taken
	leave   map[string]func() // by name: ends the interest in other realms' posts
	links   map[*link]struct{}
	release func() bool // from the end of the loop
}

type realmKey struct{}

func realmOf(r *js.Realm) *realm {
	if m, ok := r.Slot(realmKey{}).(*realm); ok {
		return m
	}
	m := &realm{Realm: r, ports: map[string]*Port{}, channels: map[string][]*channel{},
		leave: map[string]func(){}, links: map[*link]struct{}{}}
	r.Attach(realmKey{}, m)
	return m
}

// Install defines MessageChannel, MessagePort and BroadcastChannel in a realm of
// an origin. host may be nil: then messages do not leave the realm.
func Install(r *js.Realm, origin string, host Host) {
	m := realmOf(r)
	m.host, m.origin = host, origin
	r.Expose(messageChannelClass)
	r.Expose(portClass)
	r.Expose(broadcastClass)
	clone.Register(r, portType)
}

// Shutdown closes the realm's ports and channels: their other ends hear a close
// event. Loop only. The end of the realm, or of its loop, does the same by itself.
func Shutdown(r *js.Realm) {
	m, ok := r.Slot(realmKey{}).(*realm)
	if !ok || m.off {
		return
	}
	m.off = true
	for name := range m.channels {
		for _, c := range m.channels[name] {
			c.closed = true
		}
	}
	clear(m.channels)
	m.mu.Lock()
	release := m.release
	m.mu.Unlock()
	if release == nil || release() {
		m.end()
	}
}

// end lets go of what is outside the realm. From any goroutine.
func (m *realm) end() {
	m.mu.Lock()
	links := m.links
	m.links = nil
	leave := m.leave
	m.leave = nil
	m.mu.Unlock()
	for l := range links {
		l.linger()
	}
	for _, f := range leave {
		f()
	}
}

// hold notes that something outside the realm hangs on it. m.mu is held.
func (m *realm) hold() {
	if m.release == nil {
		m.release = context.AfterFunc(m.Context(), m.end)
	}
}

// link opens a link for a port of this realm.
func (m *realm) link(p *Port, s *state, moved bool) {
	l := newLink(m.host, s)
	l.wake = func() { m.Loop.Post(func() { p.arrive(l) }) }
	l.gone = func() { m.forget(l) }
	p.link = l
	p.id = s.id
	m.ports[s.id] = p
	m.mu.Lock()
	ended := m.links == nil
	if !ended {
		m.links[l] = struct{}{}
		m.hold()
	}
	m.mu.Unlock()
	l.open(moved)
	if ended {
		l.linger()
	}
}

func (m *realm) forget(l *link) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.links, l)
}
