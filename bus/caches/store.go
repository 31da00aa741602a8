package caches

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"

	"asterism/bus"
	"asterism/schemas"
)

// Store is one origin's caches. Its methods declare on first use what they need.
type Store struct {
	c      *Caches
	origin string
	used   *atomic.Int64 // when its use was last noted, seconds since 1970
}

// Peek is Caches from memory alone.
func (s *Store) Peek() ([]schemas.Cache, bool) {
	all, ok := s.c.hot.roll(s.origin + "/")
	return living(all), ok
}

// Caches is the origin's caches, in the order of their creation.
func (s *Store) Caches(ctx context.Context) ([]schemas.Cache, error) {
	ctx, cancel := s.c.bounded(ctx)
	defer cancel()
	all, err := s.roll(ctx)
	return living(all), err
}

// roll is the records of the origin's caches, some of them deleted.
func (s *Store) roll(ctx context.Context) ([]nameRecord, error) {
	scope := s.origin + "/"
	if all, ok := s.c.hot.roll(scope); ok {
		return all, nil
	}
	if err := s.c.open(ctx); err != nil {
		return nil, err
	}
	s.c.hot.awaitRoll(scope)
	all, err := s.c.names.List(ctx, bus.Params{"scope": scope})
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(r nameRecord) bool { return strings.HasPrefix(r.Key["cache"], doomed) })
	return s.c.hot.fillRoll(scope, all), nil
}

func living(records []nameRecord) []schemas.Cache {
	all := make([]schemas.Cache, 0, len(records))
	for _, r := range records {
		if !r.Deleted {
			all = append(all, r.Value)
		}
	}
	return all
}

// Open is the cache of that name, made unless it exists.
func (s *Store) Open(ctx context.Context, name string) (schemas.Cache, error) {
	s.touch()
	ctx, cancel := s.c.bounded(ctx)
	defer cancel()
	if err := s.c.open(ctx); err != nil {
		return schemas.Cache{}, err
	}
	if all, ok := s.Peek(); ok {
		if at := slices.IndexFunc(all, func(c schemas.Cache) bool { return c.ExactName() == name }); at >= 0 {
			return all[at], nil
		}
	}
	for {
		r, err := s.c.names.Get(ctx, s.nameKey(name))
		if err != nil || !r.Deleted {
			return r.Value, err
		}
		made := cacheNamed(name)
		rev, err := s.c.names.Commit(ctx, []bus.Write[schemas.Cache]{{Key: r.Key, Value: &made, Revision: r.Revision}})
		if errors.Is(err, bus.ErrConflict) {
			continue // someone was faster
		}
		if err == nil {
			s.c.hot.changed([]nameRecord{{Key: r.Key, Value: made, Revision: rev}})
		}
		return made, err
	}
}

// Delete removes the cache of that name; false: there was none. Who holds it may
// go on using it, until it is collected.
func (s *Store) Delete(ctx context.Context, name string) (bool, error) {
	ctx, cancel := s.c.bounded(ctx)
	defer cancel()
	if err := s.c.open(ctx); err != nil {
		return false, err
	}
	for {
		r, err := s.c.names.Get(ctx, s.nameKey(name))
		if err != nil || r.Deleted {
			return false, err
		}
		done, err := s.doom(ctx, r)
		if done || err != nil {
			return done, err
		}
	}
}

// cacheNamed is a new cache.
func cacheNamed(name string) schemas.Cache {
	c := schemas.Cache{ID: bus.NewID(), Name: strings.ToValidUTF8(name, "\uFFFD")}
	if c.Name != name {
		c.Exact = []byte(name)
	}
	return c
}
