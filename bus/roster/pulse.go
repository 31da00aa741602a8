package roster

import (
	"context"
	"errors"
	"sync"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

const (
	// pulseEvery is how often a watched manager is asked, and how long it has
	// to answer.
	pulseEvery = 500 * time.Millisecond
	// pulseMisses is how many unanswered questions in a row mean that it is lost.
	pulseMisses = 2
)

// Pulse finds out whether managers live that others wait for. It asks each of
// them about twice a second, however many requests wait, and none when nothing
// does.
type Pulse struct {
	conn *bus.Conn

	mu    sync.Mutex
	beats map[string]*beat // by manager
}

// beat is one manager under watch.
type beat struct {
	users int
	lost  chan struct{} // closed when it is lost
	stop  context.CancelFunc
}

// NewPulse prepares a pulse that asks over conn.
func NewPulse(conn *bus.Conn) *Pulse {
	return &Pulse{conn: conn, beats: map[string]*beat{}}
}

// Watch watches a manager: lost is closed when nobody answers for it any more,
// or it left two questions unanswered. Call release when done waiting.
func (p *Pulse) Watch(manager string) (lost <-chan struct{}, release func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.beats[manager]
	if b == nil {
		ctx, cancel := context.WithCancel(context.Background())
		b = &beat{lost: make(chan struct{}), stop: cancel}
		p.beats[manager] = b
		go p.ask(ctx, manager, b)
	}
	b.users++
	return b.lost, sync.OnceFunc(func() { p.release(manager, b) })
}

// release lets go; the last one ends the asking.
func (p *Pulse) release(manager string, b *beat) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if b.users--; b.users == 0 {
		b.stop()
		if p.beats[manager] == b {
			delete(p.beats, manager)
		}
	}
}

// ask asks until the manager is lost or ctx ends.
func (p *Pulse) ask(ctx context.Context, manager string, b *beat) {
	ticker := time.NewTicker(pulseEvery)
	defer ticker.Stop()
	for misses := 0; misses < pulseMisses; {
		err := Alive(ctx, p.conn, manager)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			misses = 0
		case errors.Is(err, bus.ErrNoResponders):
			misses = pulseMisses
		case errors.Is(err, bus.ErrDisconnected):
			// Nothing can be known now; the manager may well live.
		default:
			misses++
		}
		if misses >= pulseMisses {
			break
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	close(b.lost)
	if p.beats[manager] == b { // whoever watches it next asks anew
		delete(p.beats, manager)
	}
}

// Alive asks a manager once and is nil when it answers: bus.ErrNoResponders
// means that its process is gone, bus.ErrDisconnected that we cannot know.
func Alive(ctx context.Context, conn *bus.Conn, manager string) error {
	ctx, cancel := context.WithTimeout(ctx, pulseEvery)
	defer cancel()
	_, err := bus.PingManager.Do(ctx, conn, bus.Params{"manager": manager}, schemas.Ping{})
	return err
}
