package caches

import (
	"context"
	"errors"
	"strings"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// Grace is how long what nothing refers to is kept: entries of a deleted cache,
// because a script may still hold it, and bodies, because the entry that will
// name them may be on its way.
const Grace = time.Hour

// Swept is what a Sweep found.
type Swept struct {
	Caches, Bodies int              // collected
	Corrected      int              // caches whose count was wrong
	Usage          map[string]int64 // bytes by scope of the origin's root
}

// Sweep collects what nothing refers to any more and is older than grace. It may
// run anywhere, also twice at once.
func (c *Caches) Sweep(ctx context.Context, grace time.Duration) (Swept, error) {
	done := Swept{Usage: map[string]int64{}}
	if err := c.open(ctx); err != nil {
		return done, err
	}
	// Candidates are listed before what refers to them: what is named later was
	// renewed before, so its Remove fails.
	var old []bus.Object
	err := c.bodies.Each(ctx, func(o bus.Object) error {
		if time.Since(o.Stored) > grace {
			old = append(old, o)
		}
		return nil
	})
	if err != nil {
		return done, err
	}
	known, err := c.doomed(ctx, grace, &done)
	if err != nil {
		return done, err
	}
	a := audit{c: c, grace: grace, found: map[cacheKey]Tally{}}
	if err := a.begin(ctx); err != nil {
		return done, err
	}
	live, err := c.live(ctx, known, &a, &done)
	if err != nil {
		return done, err
	}
	if done.Corrected, err = a.end(ctx); err != nil {
		return done, err
	}
	for _, o := range old {
		if live[o.Hash] {
			continue
		}
		removed, err := c.bodies.Remove(ctx, o)
		if err != nil {
			return done, err
		}
		if removed {
			done.Bodies++
		}
	}
	strays, err := c.bodies.Strays(ctx, max(grace, writing))
	done.Bodies += strays
	return done, err
}

// writing is how long a body may be on its way into the store.
const writing = time.Hour

// doomed purges the deleted caches whose time has come, and gives the ids of
// those that are still there or still in use.
func (c *Caches) doomed(ctx context.Context, grace time.Duration, done *Swept) (map[string]bool, error) {
	known := map[string]bool{}
	records, err := c.names.List(ctx, nil)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		if !strings.HasPrefix(r.Key["cache"], doomed) || time.Since(time.Unix(0, r.Value.Doomed)) < grace {
			known[r.Value.ID] = true
			continue
		}
		if err := c.collect(ctx, r.Key["scope"], r.Value.ID, done); err != nil {
			return nil, err
		}
		_, err := c.names.Commit(ctx, []bus.Write[schemas.Cache]{{Key: r.Key, Revision: r.Revision}})
		if err != nil && !errors.Is(err, bus.ErrConflict) {
			return nil, err
		}
	}
	return known, nil
}

func (c *Caches) collect(ctx context.Context, scope, id string, done *Swept) error {
	done.Caches++
	return c.purge(ctx, bus.Params{"scope": scope, "cache": id})
}

// live adds up what each origin uses, and gives the hashes of all bodies that
// entries name. Entries of caches that nobody knows are left over from one that
// was written to after it had been collected.
func (c *Caches) live(ctx context.Context, known map[string]bool, a *audit, done *Swept) (map[string]bool, error) {
	live := map[string]bool{}
	unknown := map[string]string{} // id: scope
	err := c.entries.Each(ctx, nil, func(r urlRecord) error {
		scope, id := r.Key["scope"], r.Key["cache"]
		if !known[id] && id != general {
			unknown[id] = scope
		}
		if r.Key["path"] == counted {
			return nil
		}
		a.saw(scope, id, r.Value.Entries)
		for _, e := range r.Value.Entries {
			if e.Response.Body.Kind == schemas.BodyStream {
				live[e.Response.Body.Stream] = true
			}
		}
		done.Usage[scope] += size(r.Value.Entries)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for id, scope := range unknown {
		// It may have been made since the names were read.
		if fresh, err := c.isKnown(ctx, scope, id); err != nil {
			return nil, err
		} else if fresh {
			continue
		}
		if err := c.collect(ctx, scope, id, done); err != nil {
			return nil, err
		}
	}
	return live, nil
}

func (c *Caches) isKnown(ctx context.Context, scope, id string) (bool, error) {
	records, err := c.names.List(ctx, bus.Params{"scope": scope})
	for _, r := range records {
		if r.Value.ID == id {
			return true, err
		}
	}
	return false, err
}

// size is what entries count for in an origin's usage, in bytes.
func size(entries []schemas.CacheEntry) (n int64) {
	for _, e := range entries {
		n += 128 + int64(len(e.Request.URL)+len(e.Request.Headers)+len(e.Response.Headers)) + max(e.Response.Body.Length, int64(len(e.Response.Body.Inline)))
	}
	return n
}
