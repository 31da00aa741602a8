package cachestorage

import (
	"context"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/cachestorage/cachematch"
	"asterism/webapi/fetch"
)

// cache is the native value of a Cache.
type cache struct {
	*realm
	id string
}

// https://w3c.github.io/ServiceWorker/#cache-interface
var cacheClass = &js.Class[*cache]{
	Name: "Cache",
	Methods: []js.Method[*cache]{
		{Name: "match", Length: 1, Async: true, Call: (*cache).match},
		{Name: "matchAll", Async: true, Call: (*cache).matchAll},
		{Name: "add", Length: 1, Async: true, Call: (*cache).add},
		{Name: "addAll", Length: 1, Async: true, Call: (*cache).addAll},
		{Name: "put", Length: 2, Async: true, Call: (*cache).put},
		{Name: "delete", Length: 1, Async: true, Call: (*cache).delete},
		{Name: "keys", Async: true, Call: (*cache).keys},
	},
}

// glance looks for the first match in memory alone; known is false when the
// store has to be asked.
func (x *realm) glance(id string, q cachematch.Query) (r *fetch.Response, known bool) {
	if q.IgnoreSearch {
		return nil, false
	}
	entries, ok := x.host.PeekEntries(id, cachematch.WithoutFragment(q.URL))
	if !ok {
		return nil, false
	}
	for _, e := range entries {
		if q.Matches(e) {
			if e.Response.Body.Kind == schemas.BodyStream {
				return nil, false
			}
			return inMemory(e), true
		}
	}
	return nil, true
}

// first is the response of the first entry that matches; nil: none does.
func (x *realm) first(ctx context.Context, id string, q cachematch.Query) (*fetch.Response, error) {
	entries, err := x.host.Find(ctx, id, cachematch.WithoutFragment(q.URL), q.IgnoreSearch)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if !q.Matches(e) {
			continue
		}
		if r, err := x.load(ctx, e); r != nil || err != nil {
			return r, err
		}
	}
	return nil, nil
}

// found is the value of a match.
func (x *realm) found(r *fetch.Response) goja.Value {
	if r == nil {
		return goja.Undefined()
	}
	return fetch.NewResponse(x.Realm, r)
}

// matching is the entries that match, all of them when no request was given.
func (k *cache) matching(c js.Call) func(context.Context) ([]schemas.CacheEntry, error) {
	if everything(c.Arg(0)) {
		return func(ctx context.Context) ([]schemas.CacheEntry, error) { return k.host.All(ctx, k.id) }
	}
	q := k.query(c, c.Arg(0), c.Arg(1))
	return func(ctx context.Context) ([]schemas.CacheEntry, error) {
		entries, err := k.host.Find(ctx, k.id, cachematch.WithoutFragment(q.URL), q.IgnoreSearch)
		return q.Matching(entries), err
	}
}

// https://w3c.github.io/ServiceWorker/#cache-match
func (k *cache) match(c js.Call) goja.Value {
	q := k.query(c, c.Arg(0), c.Arg(1))
	if r, known := k.glance(k.id, q); known {
		return k.Resolved(k.found(r))
	}
	return settle(k.realm, func(ctx context.Context) (*fetch.Response, error) { return k.first(ctx, k.id, q) }, k.found)
}

// https://w3c.github.io/ServiceWorker/#cache-matchall
func (k *cache) matchAll(c js.Call) goja.Value {
	matching := k.matching(c)
	return settle(k.realm, func(ctx context.Context) ([]*fetch.Response, error) {
		entries, err := matching(ctx)
		if err != nil {
			return nil, err
		}
		return k.loadAll(ctx, entries)
	}, func(all []*fetch.Response) goja.Value {
		return k.array(len(all), func(i int) goja.Value { return fetch.NewResponse(k.Realm, all[i]) })
	})
}

// https://w3c.github.io/ServiceWorker/#cache-keys
func (k *cache) keys(c js.Call) goja.Value {
	return settle(k.realm, k.matching(c), func(entries []schemas.CacheEntry) goja.Value {
		return k.array(len(entries), func(i int) goja.Value { return fetch.NewRequest(k.Realm, requestOf(entries[i]), nil) })
	})
}

func (x *realm) array(n int, item func(i int) goja.Value) goja.Value {
	items := make([]any, n)
	for i := range items {
		items[i] = item(i)
	}
	return x.VM.NewArray(items...)
}

// https://w3c.github.io/ServiceWorker/#cache-delete
func (k *cache) delete(c js.Call) goja.Value {
	q := k.query(c, c.Arg(0), c.Arg(1))
	return settle(k.realm, wait(&k.entries, func(ctx context.Context) (removed bool, err error) {
		err = k.host.Change(ctx, k.id, []string{cachematch.WithoutFragment(q.URL)}, q.IgnoreSearch, func(entries []schemas.CacheEntry) []schemas.CacheEntry {
			kept := q.Remove(entries)
			removed = len(kept) < len(entries)
			return kept
		})
		return removed, err
	}), func(b bool) goja.Value { return k.VM.ToValue(b) })
}

// https://w3c.github.io/ServiceWorker/#cache-put
func (k *cache) put(c js.Call) goja.Value {
	q := k.asked(c.Arg(0))
	r, ok := fetch.ResponseOf(k.Realm, c.Arg(1))
	if !ok {
		c.Throw(c.TypeError("the second argument of put is not a Response"))
	}
	if why := storable(q, r); why != "" {
		c.Throw(c.TypeError("%s", why))
	}
	taken, err := fetch.TakeAnyResponse(k.Realm, c.Arg(1))
	if err != nil {
		c.Throw(c.TypeError("the response cannot be cached: %s", err.Error()))
	}
	e := entryOf(q, taken)
	work := func(ctx context.Context) (struct{}, error) {
		if err := k.store(ctx, &e, taken.Body); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, k.putAll(ctx, []schemas.CacheEntry{e})
	}
	if taken.Body == nil || taken.Body.Stream == nil && taken.Body.Open == nil { // nothing to wait for
		work = wait(&k.entries, work)
	}
	return settle(k.realm, work, func(struct{}) goja.Value { return goja.Undefined() })
}

// putAll puts all of the entries, or none.
func (k *cache) putAll(ctx context.Context, entries []schemas.CacheEntry) error {
	urls := make([]string, len(entries))
	for i, e := range entries {
		urls[i] = cachematch.WithoutFragment(e.Request.URL)
	}
	return k.host.Change(ctx, k.id, urls, false, func(kept []schemas.CacheEntry) []schemas.CacheEntry {
		for _, e := range entries {
			kept = cachematch.Put(kept, e)
		}
		return kept
	})
}
