package cachestorage

import (
	"context"
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/cachestorage/cachematch"
	"asterism/webapi/fetch"
)

// storage is the native value of a CacheStorage.
type storage struct{ *realm }

// https://w3c.github.io/ServiceWorker/#cachestorage-interface
var storageClass = &js.Class[*storage]{
	Name: "CacheStorage",
	Methods: []js.Method[*storage]{
		{Name: "match", Length: 1, Async: true, Call: (*storage).match},
		{Name: "has", Length: 1, Async: true, Call: (*storage).has},
		{Name: "open", Length: 1, Async: true, Call: (*storage).open},
		{Name: "delete", Length: 1, Async: true, Call: (*storage).delete},
		{Name: "keys", Async: true, Call: (*storage).keys},
	},
}

// match looks through one cache, or all in the order of their creation.
//
// https://w3c.github.io/ServiceWorker/#cache-storage-match
func (s *storage) match(c js.Call) goja.Value {
	q := s.query(c, c.Arg(0), c.Arg(1))
	wanted := func(schemas.Cache) bool { return true }
	if o := c.Dict(c.Arg(1), "options"); o != nil {
		if v := c.Member(o, "cacheName"); v != nil {
			name := cacheName(c, v)
			wanted = func(k schemas.Cache) bool { return k.ExactName() == name }
		}
	}
	if r, known := s.glanceAll(wanted, q); known {
		return s.Resolved(s.found(r))
	}
	return settle(s.realm, func(ctx context.Context) (*fetch.Response, error) {
		all, err := s.host.Caches(ctx)
		if err != nil {
			return nil, err
		}
		for _, k := range all {
			if !wanted(k) {
				continue
			}
			if r, err := s.first(ctx, k.ID, q); r != nil || err != nil {
				return r, err
			}
		}
		return nil, nil
	}, s.found)
}

// glanceAll is glance through the caches that are wanted.
func (s *storage) glanceAll(wanted func(schemas.Cache) bool, q cachematch.Query) (*fetch.Response, bool) {
	all, ok := s.host.Peek()
	if !ok {
		return nil, false
	}
	for _, k := range all {
		if !wanted(k) {
			continue
		}
		if r, known := s.glance(k.ID, q); r != nil || !known {
			return r, known
		}
	}
	return nil, true
}

// https://w3c.github.io/ServiceWorker/#cache-storage-has
func (s *storage) has(c js.Call) goja.Value {
	name := cacheName(c, c.Arg(0))
	return settle(s.realm, wait(&s.storage, func(ctx context.Context) (bool, error) {
		all, err := s.host.Caches(ctx)
		return slices.ContainsFunc(all, func(k schemas.Cache) bool { return k.ExactName() == name }), err
	}), func(b bool) goja.Value { return s.VM.ToValue(b) })
}

// https://w3c.github.io/ServiceWorker/#cache-storage-open
func (s *storage) open(c js.Call) goja.Value {
	name := cacheName(c, c.Arg(0))
	value := func(k schemas.Cache) goja.Value { return s.Wrap(cacheClass, &cache{s.realm, k.ID}) }
	if all, ok := s.host.Peek(); ok {
		if at := slices.IndexFunc(all, func(k schemas.Cache) bool { return k.ExactName() == name }); at >= 0 {
			return s.Resolved(value(all[at]))
		}
	}
	return settle(s.realm, wait(&s.storage, func(ctx context.Context) (schemas.Cache, error) { return s.host.Open(ctx, name) }), value)
}

// https://w3c.github.io/ServiceWorker/#cache-storage-delete
func (s *storage) delete(c js.Call) goja.Value {
	name := cacheName(c, c.Arg(0))
	return settle(s.realm, wait(&s.storage, func(ctx context.Context) (bool, error) {
		return s.host.Delete(ctx, name)
	}), func(b bool) goja.Value { return s.VM.ToValue(b) })
}

// https://w3c.github.io/ServiceWorker/#cache-storage-keys
func (s *storage) keys(js.Call) goja.Value {
	return settle(s.realm, wait(&s.storage, s.host.Caches), func(all []schemas.Cache) goja.Value {
		return s.array(len(all), func(i int) goja.Value { return js.FromWTF8(all[i].ExactName()) })
	})
}
