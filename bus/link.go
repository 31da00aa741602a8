package bus

import (
	"sync"
	"sync/atomic"
)

// link knows whether the connection is up, and tells of changes.
type link struct {
	connected atomic.Bool

	mu   sync.Mutex
	back chan struct{} // closed when it comes up again; nil while nobody waits
	gone chan struct{} // closed when it goes down, likewise
}

func (l *link) up() bool { return l.connected.Load() }

// restored is closed the next time the link comes up.
func (l *link) restored() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.back == nil {
		l.back = make(chan struct{})
	}
	return l.back
}

// lost is closed when the link goes down, or is down now.
func (l *link) lost() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.gone == nil {
		l.gone = make(chan struct{})
		if !l.connected.Load() {
			close(l.gone)
		}
	}
	return l.gone
}

// set notes a change.
func (l *link) set(up bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.connected.Swap(up) == up {
		return
	}
	if up {
		if l.back != nil {
			close(l.back)
		}
		l.back, l.gone = nil, nil
		return
	}
	if l.gone != nil {
		close(l.gone)
	}
}
