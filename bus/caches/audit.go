package caches

import (
	"context"
	"errors"
	"maps"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// audit compares what is counted with what is there, corrects it, and adds up
// the counts of processes that are gone.
type audit struct {
	c      *Caches
	grace  time.Duration
	before map[cacheKey]map[string]urlRecord // counts by process, before the entries were read
	found  map[cacheKey]Tally
}

type cacheKey struct{ scope, id string }

// base is the process under which corrections and those of the past are counted.
const base = "base"

func (a *audit) begin(ctx context.Context) (err error) {
	a.before, err = a.read(ctx)
	return err
}

func (a *audit) read(ctx context.Context) (map[cacheKey]map[string]urlRecord, error) {
	all := map[cacheKey]map[string]urlRecord{}
	err := a.c.entries.Each(ctx, bus.Params{"path": counted}, func(r urlRecord) error {
		k := cacheKey{r.Key["scope"], r.Key["cache"]}
		if all[k] == nil {
			all[k] = map[string]urlRecord{}
		}
		all[k][r.Key["url"]] = r
		return nil
	})
	return all, err
}

// saw is told of a record of entries.
func (a *audit) saw(scope, id string, entries []schemas.CacheEntry) {
	k := cacheKey{scope, id}
	t := a.found[k]
	t.Size += size(entries)
	t.Count += int64(len(entries))
	a.found[k] = t
}

// end corrects the counts of caches that nobody wrote to meanwhile, and gives how
// many were wrong.
func (a *audit) end(ctx context.Context) (corrected int, err error) {
	after, err := a.read(ctx)
	if err != nil {
		return 0, err
	}
	for k := range a.found {
		if after[k] == nil {
			after[k] = map[string]urlRecord{} // nothing was counted yet
		}
	}
	for k, now := range after {
		quiet := maps.EqualFunc(now, a.before[k], func(x, y urlRecord) bool { return x.Revision == y.Revision })
		wrong, err := a.settle(ctx, k, now, quiet)
		if err != nil {
			return corrected, err
		}
		if wrong {
			corrected++
		}
	}
	return corrected, nil
}

// settle writes one cache's base anew where it has to.
func (a *audit) settle(ctx context.Context, k cacheKey, now map[string]urlRecord, quiet bool) (wrong bool, err error) {
	store := a.c.Origin(k.scope[:len(k.scope)-1])
	sum, found, next := Tally{}, a.found[k], now[base].Value
	var writes []bus.Write[schemas.CacheRecord]
	for node, r := range now {
		sum.add(r)
		if node != base && time.Since(time.Unix(r.Value.Used, 0)) > a.grace+touchEvery {
			next.Size, next.Count, next.Used = next.Size+r.Value.Size, next.Count+r.Value.Count, max(next.Used, r.Value.Used)
			writes = append(writes, bus.Write[schemas.CacheRecord]{Key: r.Key, Revision: r.Revision})
		}
	}
	if quiet && k.id != general && (sum.Size != found.Size || sum.Count != found.Count) {
		wrong = true
		next.Size, next.Count = next.Size+found.Size-sum.Size, next.Count+found.Count-sum.Count
	}
	if !wrong && len(writes) == 0 {
		return false, nil
	}
	next.Used = max(next.Used, sum.Used)
	writes = append(writes, bus.Write[schemas.CacheRecord]{Key: store.countKey(k.id, base), Value: &next, Revision: now[base].Revision})
	rev, err := a.c.entries.Commit(ctx, writes)
	if errors.Is(err, bus.ErrConflict) {
		return false, nil // at the next sweep
	}
	if err == nil {
		a.c.counts.take(wrote(writes, rev))
	}
	return wrong, err
}
