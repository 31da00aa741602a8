// Package caches keeps the caches of the Cache API on the bus, for the whole
// cluster.
//
// A cache's entries lie in one record for each URL, so that looking one up costs
// the same however many there are. A change of several records is one atomic
// batch with compare-and-set: it is seen whole or not at all. Bodies up to
// [Inline] lie in the record, longer ones in an object store, by hash, written
// before the entry that names them.
//
// A process keeps what it lately read in memory. Run hears of every write and
// keeps that copy right; a process sees its own writes at once.
package caches

import (
	"context"
	"log/slog"
	"sync"

	"golang.org/x/sync/errgroup"

	"asterism/bus"
	"asterism/schemas"
)

// Inline is the length up to which a body lies in its record, in bytes.
const Inline = 64 << 10

// Caches is a process's way to all caches.
type Caches struct {
	conn *bus.Conn
	log  *slog.Logger
	hot  *hot

	mu     sync.Mutex
	opened bool
	names  *bus.Ledger[schemas.Cache]
	bodies *bus.Store

	entries *bus.Ledger[schemas.CacheRecord]
}

// New does no I/O. memory is how many bytes of entries are kept in memory.
func New(conn *bus.Conn, memory int64, log *slog.Logger) *Caches {
	return &Caches{conn: conn, log: log, hot: newHot(memory)}
}

// Run keeps the copy in memory right until ctx ends. Without it every read goes
// to the store.
func (c *Caches) Run(ctx context.Context) error {
	if err := c.open(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return c.names.Follow(ctx, c.hot.followNames, c.hot.changed) })
	group.Go(func() error {
		return c.entries.Follow(ctx, c.hot.followRecords, func(batch []urlRecord) {
			for i := range batch {
				c.check(&batch[i])
			}
			c.hot.update(batch)
		})
	})
	return group.Wait()
}

// Origin is the caches of an origin such as "http://localhost:8080".
func (c *Caches) Origin(origin string) *Store { return &Store{c: c, origin: origin} }

// open declares what the caches are kept in, once it works.
func (c *Caches) open(ctx context.Context) (err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.opened {
		return nil
	}
	if c.names, err = bus.Caches.Open(ctx, c.conn); err != nil {
		return err
	}
	if c.entries, err = bus.CacheEntries.Open(ctx, c.conn); err != nil {
		return err
	}
	if c.bodies, err = bus.Bodies.Open(ctx, c.conn); err != nil {
		return err
	}
	c.opened = true
	return nil
}
