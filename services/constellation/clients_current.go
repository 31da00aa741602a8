package constellation

import (
	"context"
	"sync"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// currentWait bounds how long a query waits for the copy to be current.
const currentWait = 250 * time.Millisecond

// progress is how far a watch has come. Safe for concurrent use.
type progress struct {
	mu       sync.Mutex
	revision uint64
	moved    chan struct{} // closed at the next step; nil: nobody waits
}

// reach notes a revision that the watch has told.
func (p *progress) reach(revision uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if revision <= p.revision {
		return
	}
	p.revision = revision
	if p.moved != nil {
		close(p.moved)
		p.moved = nil
	}
}

// await waits until the watch has told revision; false: ctx ended first.
func (p *progress) await(ctx context.Context, revision uint64) bool {
	for {
		p.mu.Lock()
		if p.revision >= revision {
			p.mu.Unlock()
			return true
		}
		if p.moved == nil {
			p.moved = make(chan struct{})
		}
		moved := p.moved
		p.mu.Unlock()
		select {
		case <-moved:
		case <-ctx.Done():
			return false
		}
	}
}

// watched takes a change from the watch.
func (c *clients) watched(e bus.Entry[schemas.Client]) {
	c.observe(e)
	c.seen.reach(e.Revision)
}

// current waits until the copy has what was written to the bucket before: a
// client that a worker has just heard of is there. It does not wait for long; a
// bucket that does not answer leaves the copy as it is.
func (c *clients) current(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, currentWait)
	defer cancel()
	if last, err := c.table.Last(ctx); err == nil {
		c.seen.await(ctx, last)
	}
}
