package messaging

import (
	"sync"

	"asterism/js"
	"asterism/schemas"
)

// road is a host for tests: what is said waits until the goroutine of a loop
// hands it out, in order. lose, if set, drops what it likes.
type road struct {
	loop *js.Loop
	lose func(schemas.PortMessage) bool

	mu       sync.Mutex
	ports    map[string]func(schemas.PortMessage)
	channels map[string][]*func(string, []byte)
	said     int
	dead     string // the port that says nothing any more
}

func newRoad(r *js.Realm) *road { return roadOn(r.Loop) }

func roadOn(l *js.Loop) *road {
	return &road{loop: l, ports: map[string]func(schemas.PortMessage){}, channels: map[string][]*func(string, []byte){}}
}

func (h *road) Listen(port string, hear func(schemas.PortMessage)) (func(), error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ports[port] = hear
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.ports, port)
	}, nil
}

func (h *road) Send(from, to string, m schemas.PortMessage, probe bool) error {
	frame, _ := m.AppendBinary(nil)
	h.loop.Post(func() {
		h.mu.Lock()
		hear, back, dead := h.ports[to], h.ports[from], h.dead
		h.said++
		h.mu.Unlock()
		var m schemas.PortMessage
		if err := m.UnmarshalBinary(frame); err != nil {
			panic(err)
		}
		switch {
		case h.lose != nil && h.lose(m), from == dead:
		case hear != nil:
			hear(m)
		case probe && back != nil:
			back(schemas.PortMessage{Kind: schemas.PortNobody})
		}
	})
	return nil
}

func (h *road) Join(name string, hear func(string, []byte)) (func(), error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.channels[name] = append(h.channels[name], &hear)
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		for i, other := range h.channels[name] {
			if other == &hear {
				h.channels[name] = append(h.channels[name][:i:i], h.channels[name][i+1:]...)
			}
		}
	}, nil
}

func (h *road) Broadcast(name, from string, data []byte) error {
	h.loop.Post(func() {
		h.mu.Lock()
		list := h.channels[name]
		h.mu.Unlock()
		for _, hear := range list {
			(*hear)(from, data)
		}
	})
	return nil
}
