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
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"asterism/bus"
	"asterism/schemas"
)

// Inline is the length up to which a body lies in its record, in bytes.
const Inline = 64 << 10

// Caches is a process's way to all caches.
type Caches struct {
	conn   *bus.Conn
	cfg    Config
	log    *slog.Logger
	node   string // names the records in which this process counts
	hot    *hot
	counts counts

	touched chan string // origins in use

	mu       sync.Mutex
	opened   bool
	names    *bus.Ledger[schemas.Cache]
	bodies   *bus.Store
	accounts map[string]*account
	uses     map[string]*atomic.Int64 // by origin: when its use was last noted

	entries *bus.Ledger[schemas.CacheRecord]
}

// New does no I/O. memory is how many bytes of entries are kept in memory.
func New(conn *bus.Conn, cfg Config, memory int64, log *slog.Logger) *Caches {
	return &Caches{
		conn: conn, cfg: cfg, log: log, node: bus.NewID(), hot: newHot(memory, func() bool { return conn.Healthy() == nil }), touched: make(chan string, 100),
		accounts: map[string]*account{}, uses: map[string]*atomic.Int64{},
	}
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
		return c.entries.Follow(ctx, func(on bool) { c.following(ctx, on) }, func(batch []urlRecord) {
			for i := range batch {
				c.check(&batch[i])
			}
			c.hot.update(batch)
			c.forget(batch)
		})
	})
	group.Go(func() error { return c.touches(ctx) })
	return group.Wait()
}

// following is told whether writes of records are heard.
func (c *Caches) following(ctx context.Context, on bool) {
	c.hot.followRecords(on)
	c.counts.follow(false)
	if !on {
		return
	}
	ctx, cancel := c.bounded(ctx)
	defer cancel()
	// What is written meanwhile is heard after this.
	if err := c.entries.Each(ctx, bus.Params{"path": counted}, func(r urlRecord) error { c.counts.take([]urlRecord{r}); return nil }); err != nil {
		c.log.Warn("what caches take is not known; it is asked for each time", "error", err)
		return
	}
	c.counts.known()
}

// Origin is the caches of an origin such as "http://localhost:8080".
func (c *Caches) Origin(origin string) *Store {
	c.mu.Lock()
	defer c.mu.Unlock()
	used := c.uses[origin]
	if used == nil {
		used = new(atomic.Int64)
		c.uses[origin] = used
	}
	return &Store{c: c, origin: origin, used: used}
}

// bounded is ctx with the time an operation may take.
func (c *Caches) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, c.cfg.timeout(), errSlow)
}

// errSlow ends operations that took longer than CACHE_TIMEOUT.
var errSlow = errors.New("the store does not answer (CACHE_TIMEOUT)")

func (c *Caches) now() time.Time { return time.Now() }

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
