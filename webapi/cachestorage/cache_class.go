package cachestorage

import (
	"context"
	"errors"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/fetch"
)

// cache is the native value of a Cache.
type cache struct {
	*realm
	name string
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

// fail is what a script sees of a failed operation.
func (x *realm) fail(err error) goja.Value {
	var network *fetch.NetworkError
	if errors.As(err, &network) {
		return x.TypeError("%s", network.Reason)
	}
	var e *schemas.Error
	if errors.As(err, &e) && e.Exception != "" {
		return x.DOMException(e.Exception, "%s", e.Message)
	}
	return x.DOMException("UnknownError", "the cache cannot be reached: %s", err.Error())
}

// first is the response of the first entry that matches; nil: none does.
func (x *realm) first(ctx context.Context, name string, q query) (*fetch.Response, error) {
	entries, err := x.host.Entries(ctx, name)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if q.matches(e) {
			return x.load(ctx, e)
		}
	}
	return nil, nil
}

// matching is the entries that match, all of them when info was not given.
func (k *cache) matching(c js.Call) func(context.Context) ([]schemas.CacheEntry, error) {
	var q *query
	if !everything(c.Arg(0)) {
		one := k.query(c, c.Arg(0), c.Arg(1))
		q = &one
	}
	return func(ctx context.Context) ([]schemas.CacheEntry, error) {
		entries, err := k.host.Entries(ctx, k.name)
		if q == nil || err != nil {
			return entries, err
		}
		var found []schemas.CacheEntry
		for _, e := range entries {
			if q.matches(e) {
				found = append(found, e)
			}
		}
		return found, nil
	}
}

// https://w3c.github.io/ServiceWorker/#cache-match
func (k *cache) match(c js.Call) goja.Value {
	q := k.query(c, c.Arg(0), c.Arg(1))
	return k.async(func(ctx context.Context) (*fetch.Response, error) { return k.first(ctx, k.name, q) })
}

// https://w3c.github.io/ServiceWorker/#cache-matchall
func (k *cache) matchAll(c js.Call) goja.Value {
	matching := k.matching(c)
	return settle(k.realm, func(ctx context.Context) ([]*fetch.Response, error) {
		entries, err := matching(ctx)
		if err != nil {
			return nil, err
		}
		all := make([]*fetch.Response, len(entries))
		for i, e := range entries {
			if all[i], err = k.load(ctx, e); err != nil {
				return nil, err
			}
		}
		return all, nil
	}, func(all []*fetch.Response) goja.Value {
		objects := make([]any, len(all))
		for i, r := range all {
			objects[i] = fetch.NewResponse(k.Realm, r)
		}
		return k.VM.NewArray(objects...)
	})
}

// https://w3c.github.io/ServiceWorker/#cache-keys
func (k *cache) keys(c js.Call) goja.Value {
	return settle(k.realm, k.matching(c), func(entries []schemas.CacheEntry) goja.Value {
		objects := make([]any, len(entries))
		for i, e := range entries {
			objects[i] = fetch.NewRequest(k.Realm, requestOf(e), nil)
		}
		return k.VM.NewArray(objects...)
	})
}

// https://w3c.github.io/ServiceWorker/#cache-delete
func (k *cache) delete(c js.Call) goja.Value {
	q := k.query(c, c.Arg(0), c.Arg(1))
	return settle(k.realm, func(ctx context.Context) (removed bool, err error) {
		err = k.host.Change(ctx, k.name, func(entries []schemas.CacheEntry) []schemas.CacheEntry {
			kept := remove(entries, q)
			removed = len(kept) < len(entries)
			return kept
		})
		return removed, err
	}, func(b bool) goja.Value { return k.VM.ToValue(b) })
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
	taken, err := fetch.TakeResponse(k.Realm, c.Arg(1))
	if err != nil {
		c.Throw(c.TypeError("the response cannot be cached: %s", err.Error()))
	}
	e := entryOf(q, taken)
	return k.undefined(func(ctx context.Context) error {
		if err := k.store(ctx, &e, taken.Body); err != nil {
			return err
		}
		return k.host.Change(ctx, k.name, func(entries []schemas.CacheEntry) []schemas.CacheEntry { return put(entries, e) })
	})
}

// undefined is settle for work without a result.
func (k *cache) undefined(work func(context.Context) error) goja.Value {
	return settle(k.realm, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) },
		func(struct{}) goja.Value { return goja.Undefined() })
}
