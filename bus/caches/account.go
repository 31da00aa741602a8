package caches

import (
	"context"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// account is what this process counts of one cache. Its writers take turns: each
// count follows the one before.
type account struct {
	turn  chan struct{} // holds one value while nobody writes
	known bool          // own is what the store has
	own   urlRecord
}

// account is that of a cache, made when it is not there.
func (c *Caches) account(scope, cache string) *account {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := cache + " " + scope
	a := c.accounts[key]
	if a == nil {
		a = &account{turn: make(chan struct{}, 1)}
		a.turn <- struct{}{}
		c.accounts[key] = a
	}
	return a
}

// begin waits for one's turn; it ends with the call of done.
func (a *account) begin(ctx context.Context) (done func(), err error) {
	select {
	case <-a.turn:
		return func() { a.turn <- struct{}{} }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// read makes own known; fresh: what is thought to be known may be wrong.
func (a *account) read(ctx context.Context, s *Store, cache string, fresh bool) error {
	if a.known && !fresh {
		return nil
	}
	a.known = false
	own, err := s.c.entries.Get(ctx, s.countKey(cache, s.c.node))
	if err != nil {
		return err
	}
	if own.Deleted {
		own.Value = schemas.CacheRecord{}
	}
	a.own, a.known = own, true
	return nil
}

// write is the next count; nil when there is nothing to say.
func (a *account) write(size, count int64) *bus.Write[schemas.CacheRecord] {
	now := time.Now().Unix()
	if size == 0 && count == 0 && now-a.own.Value.Used < int64(touchEvery.Seconds()) {
		return nil
	}
	next := schemas.CacheRecord{Size: a.own.Value.Size + size, Count: a.own.Value.Count + count, Used: now}
	return &bus.Write[schemas.CacheRecord]{Key: a.own.Key, Value: &next, Revision: a.own.Revision}
}

// touchEvery is how exactly it is known when an origin was last used.
const touchEvery = 10 * time.Minute

// touch notes that the origin is in use. It does not block.
func (s *Store) touch() {
	now, last := time.Now().Unix(), s.used.Load()
	if now-last < int64(touchEvery.Seconds()) || !s.used.CompareAndSwap(last, now) {
		return
	}
	select {
	case s.c.touched <- s.origin:
	default: // next time
		s.used.Store(last)
	}
}

// touches writes down which origins are in use, until ctx ends.
func (c *Caches) touches(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case origin := <-c.touched:
			if err := c.Origin(origin).count(ctx, general, 0, 0); err != nil && ctx.Err() == nil {
				c.log.Debug("use of an origin not noted", "origin", origin, "error", err)
			}
		}
	}
}

// count adds to what is counted, without writing anything else.
func (s *Store) count(ctx context.Context, cache string, size, entries int64) error {
	ctx, cancel := s.c.bounded(ctx)
	defer cancel()
	return s.counting(ctx, cache, func(bool) ([]bus.Write[schemas.CacheRecord], int64, int64, error) {
		return nil, size, entries, nil
	})
}
