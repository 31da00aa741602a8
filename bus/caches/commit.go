package caches

import (
	"context"
	"errors"

	"asterism/bus"
	"asterism/schemas"
)

// counting writes what make gives, together with the count of it, all or nothing.
// make runs again when someone else wrote first; fresh then says so.
func (s *Store) counting(ctx context.Context, cache string, make func(fresh bool) (writes []bus.Write[schemas.CacheRecord], size, count int64, err error)) error {
	if err := s.c.open(ctx); err != nil {
		return err
	}
	a := s.c.account(s.origin+"/", cache)
	done, err := a.begin(ctx)
	if err != nil {
		return err
	}
	defer done()
	for fresh := false; ; fresh = true {
		writes, size, count, err := make(fresh)
		if err != nil {
			return err
		}
		if err := a.read(ctx, s, cache, fresh); err != nil {
			return err
		}
		if size > 0 {
			if err := s.room(ctx, size); err != nil {
				return err
			}
		}
		counted := a.write(size, count)
		if counted != nil {
			writes = append(writes, *counted) // the last, but for its revision the order is that of the entries
		}
		if len(writes) == 0 {
			return nil
		}
		rev, err := s.c.entries.Commit(ctx, writes)
		if errors.Is(err, bus.ErrConflict) {
			if !bus.GiveWay(ctx) {
				return ctx.Err()
			}
			continue
		}
		if err != nil {
			a.known = false // it may have been written all the same
			return full(err)
		}
		written := wrote(writes, rev)
		s.c.hot.wrote(written)
		s.c.counts.take(written)
		if counted != nil {
			a.own = written[len(written)-1]
		}
		return nil
	}
}

// wrote is a batch as it was stored; rev is the last one's revision.
func wrote(writes []bus.Write[schemas.CacheRecord], rev uint64) []urlRecord {
	written := make([]urlRecord, len(writes))
	for i, w := range writes {
		written[i] = urlRecord{Key: w.Key, Revision: rev - uint64(len(writes)-1-i), Deleted: w.Value == nil}
		if w.Value != nil {
			written[i].Value = *w.Value
		}
	}
	return written
}

// full is what a script sees when the store itself has no room.
func full(err error) error {
	if errors.Is(err, bus.ErrFull) {
		return tooMany("the store of the cluster is full")
	}
	return err
}
