package loader

import (
	"context"
	"sync"

	"asterism/bus"
	"asterism/schemas"
)

// caught is how far the loader's copy of the registrations has come.
type caught struct {
	mu       sync.Mutex
	revision uint64
	changed  chan struct{} // closed at the next change; nil: nobody waits
}

// reach notes that the copy has a revision.
func (c *caught) reach(revision uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.revision = max(c.revision, revision)
	if c.changed != nil {
		close(c.changed)
		c.changed = nil
	}
}

// await answers bus.CaughtUp.
func (c *caught) await(ctx context.Context, q schemas.Caught, _ bus.Params) (schemas.Done, error) {
	ctx, cancel := context.WithTimeout(ctx, bus.CaughtUp.Timeout)
	defer cancel()
	for {
		c.mu.Lock()
		if c.revision >= q.Revision {
			c.mu.Unlock()
			return schemas.Done{}, nil
		}
		if c.changed == nil {
			c.changed = make(chan struct{})
		}
		changed := c.changed
		c.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return schemas.Done{}, ctx.Err()
		}
	}
}
