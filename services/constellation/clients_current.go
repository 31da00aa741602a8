package constellation

import (
	"context"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// currentWait bounds how long a query waits for the copy to be current.
const currentWait = time.Second

// watched takes a change from the watch.
func (c *clients) watched(e bus.Entry[schemas.Client]) {
	c.observe(e)
	c.seen.Reach(e.Revision)
}

// current waits until the copy has what was written to the bucket before: a
// client that a worker has just heard of is there. It does not wait for long; a
// bucket that does not answer leaves the copy as it is.
func (c *clients) current(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, currentWait)
	defer cancel()
	if last, err := c.table.Last(ctx); err == nil {
		c.seen.Await(ctx, last)
	}
}
