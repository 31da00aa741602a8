package scripthost

import (
	"sync"

	"asterism/schemas"
)

// inbox receives what is sent to one client, in order, from before anyone knows
// the client; messages wait until the document attaches.
type inbox struct {
	hang func() // ends the subscription

	mu      sync.Mutex
	waiting []schemas.ClientMessage
	deliver func(schemas.ClientMessage) // nil until attached
	stopped bool
}

// newInbox subscribes to sw.client.<id>; the server knows when it returns.
func (s *Service) newInbox(id string) (*inbox, error) {
	i := new(inbox)
	var err error
	i.hang, err = s.ports.Client(id, i.take)
	if err != nil {
		return nil, err
	}
	if err := s.conn.Flush(); err != nil {
		i.stop()
		return nil, err
	}
	return i, nil
}

func (i *inbox) take(m schemas.ClientMessage) {
	i.mu.Lock()
	defer i.mu.Unlock()
	switch {
	case i.stopped:
	case i.deliver == nil:
		i.waiting = append(i.waiting, m)
	default:
		i.deliver(m)
	}
}

// attach hands over what has come and what will. deliver must not block.
func (i *inbox) attach(deliver func(schemas.ClientMessage)) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, m := range i.waiting {
		deliver(m)
	}
	i.waiting, i.deliver = nil, deliver
}

// stop ends the subscription; nothing is delivered afterwards.
func (i *inbox) stop() {
	i.mu.Lock()
	i.stopped = true
	i.mu.Unlock()
	i.hang()
}
