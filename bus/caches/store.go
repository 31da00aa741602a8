// Package caches keeps one origin's caches on the bus: a cache is one entry of
// a bucket, changed with compare-and-set, so that a batch is seen whole or not
// at all; the bodies lie in an object store, by hash, written before the entry
// that names them.
package caches

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// Store is one origin's caches. It declares what it needs on first use.
type Store struct {
	conn   *bus.Conn
	origin string

	mu     sync.Mutex
	table  *bus.Table[schemas.Cache]
	bodies *bus.Store
}

// New is the store of an origin such as "http://localhost:8080".
func New(conn *bus.Conn, origin string) *Store { return &Store{conn: conn, origin: origin} }

// open declares the bucket and the object store, once it works.
func (s *Store) open(ctx context.Context) (*bus.Table[schemas.Cache], *bus.Store, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.table == nil {
		table, err := bus.Caches.Open(ctx, s.conn)
		if err != nil {
			return nil, nil, err
		}
		if s.bodies, err = bus.Bodies.Open(ctx, s.conn); err != nil {
			return nil, nil, err
		}
		s.table = table
	}
	return s.table, s.bodies, nil
}

// key is where the cache of that name is kept.
func (s *Store) key(name string) string { return s.origin + "/?" + url.QueryEscape(name) }

// Names is the names of the caches, in the order of their creation.
func (s *Store) Names(ctx context.Context) ([]string, error) {
	table, _, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	all, err := table.All(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(e bus.Entry[schemas.Cache]) bool { return e.Key != s.key(e.Value.Name) })
	slices.SortFunc(all, func(a, b bus.Entry[schemas.Cache]) int {
		return cmp.Or(cmp.Compare(a.Value.Created, b.Value.Created), cmp.Compare(a.Value.Name, b.Value.Name))
	})
	names := make([]string, len(all))
	for i, e := range all {
		names[i] = e.Value.Name
	}
	return names, nil
}

// Open makes the cache unless it exists.
func (s *Store) Open(ctx context.Context, name string) error {
	table, _, err := s.open(ctx)
	if err != nil {
		return err
	}
	_, err = table.Create(ctx, s.key(name), schemas.Cache{Name: name, Created: time.Now().UnixNano(), Entries: []schemas.CacheEntry{}})
	if errors.Is(err, bus.ErrConflict) {
		return nil
	}
	return err
}

// Delete removes the cache; false: there was none.
func (s *Store) Delete(ctx context.Context, name string) (bool, error) {
	table, _, err := s.open(ctx)
	if err != nil {
		return false, err
	}
	for {
		e, err := table.Get(ctx, s.key(name))
		if errors.Is(err, bus.ErrNotFound) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		err = table.Delete(ctx, e.Key, e.Revision)
		if !errors.Is(err, bus.ErrConflict) {
			return err == nil, err
		}
	}
}

// Entries is the cache's entries in order; none when there is no such cache.
func (s *Store) Entries(ctx context.Context, name string) ([]schemas.CacheEntry, error) {
	table, _, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	e, err := table.Get(ctx, s.key(name))
	if errors.Is(err, bus.ErrNotFound) {
		return nil, nil
	}
	return e.Value.Entries, err
}

// Change replaces the entries by what change makes of them, again when someone
// else wrote first. It makes the cache when there is none. A list that does not
// fit in one message is a *schemas.Error of CodeLimit.
func (s *Store) Change(ctx context.Context, name string, change func([]schemas.CacheEntry) []schemas.CacheEntry) error {
	table, _, err := s.open(ctx)
	if err != nil {
		return err
	}
	for {
		e, err := table.Get(ctx, s.key(name))
		if errors.Is(err, bus.ErrNotFound) {
			if err := s.Open(ctx, name); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		e.Value.Entries = change(e.Value.Entries)
		if data, err := schemas.Encode(e.Value); err != nil {
			return err
		} else if limit := s.conn.MaxPayload(); len(data) > limit {
			return &schemas.Error{
				Code: schemas.CodeLimit, Exception: "QuotaExceededError",
				Message: fmt.Sprintf("cache %q holds too many entries (%d bytes of at most %d without bodies): delete some, or use several caches", name, len(data), limit),
			}
		}
		_, err = table.Update(ctx, s.key(name), e.Value, e.Revision)
		if !errors.Is(err, bus.ErrConflict) {
			return err
		}
	}
}

// PutBody keeps a body and returns its hash.
func (s *Store) PutBody(ctx context.Context, data []byte) (string, error) {
	_, bodies, err := s.open(ctx)
	if err != nil {
		return "", err
	}
	return bodies.Put(ctx, data)
}

// Body is the body of that hash.
func (s *Store) Body(ctx context.Context, hash string) ([]byte, error) {
	_, bodies, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	return bodies.Get(ctx, hash)
}
