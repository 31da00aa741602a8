package cachestorage

import (
	"context"
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
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
	var only goja.Value
	if o := c.Dict(c.Arg(1), "options"); o != nil {
		only = c.Member(o, "cacheName")
	}
	name := ""
	if only != nil {
		name = c.String(only, "cacheName")
	}
	return s.async(func(ctx context.Context) (*fetch.Response, error) {
		names := []string{name}
		if only == nil {
			var err error
			if names, err = s.host.Names(ctx); err != nil {
				return nil, err
			}
		}
		for _, name := range names {
			if r, err := s.first(ctx, name, q); r != nil || err != nil {
				return r, err
			}
		}
		return nil, nil
	})
}

// https://w3c.github.io/ServiceWorker/#cache-storage-has
func (s *storage) has(c js.Call) goja.Value {
	name := c.String(c.Arg(0), "cacheName")
	return settle(s.realm, func(ctx context.Context) (bool, error) {
		names, err := s.host.Names(ctx)
		return slices.Contains(names, name), err
	}, func(b bool) goja.Value { return s.VM.ToValue(b) })
}

// https://w3c.github.io/ServiceWorker/#cache-storage-open
func (s *storage) open(c js.Call) goja.Value {
	name := c.String(c.Arg(0), "cacheName")
	return settle(s.realm, func(ctx context.Context) (string, error) {
		return name, s.host.Open(ctx, name)
	}, func(name string) goja.Value { return s.Wrap(cacheClass, &cache{s.realm, name}) })
}

// https://w3c.github.io/ServiceWorker/#cache-storage-delete
func (s *storage) delete(c js.Call) goja.Value {
	name := c.String(c.Arg(0), "cacheName")
	return settle(s.realm, func(ctx context.Context) (bool, error) {
		return s.host.Delete(ctx, name)
	}, func(b bool) goja.Value { return s.VM.ToValue(b) })
}

// https://w3c.github.io/ServiceWorker/#cache-storage-keys
func (s *storage) keys(js.Call) goja.Value {
	return settle(s.realm, s.host.Names, func(names []string) goja.Value {
		all := make([]any, len(names))
		for i, name := range names {
			all[i] = name
		}
		return s.VM.NewArray(all...)
	})
}

// settle runs work on a goroutine and makes a promise of it.
func settle[T any](x *realm, work func(context.Context) (T, error), value func(T) goja.Value) goja.Value {
	return x.VM.ToValue(js.Async(x.Realm, work, value, x.fail))
}

// async is settle for a response that may be absent.
func (x *realm) async(work func(context.Context) (*fetch.Response, error)) goja.Value {
	return settle(x, work, func(r *fetch.Response) goja.Value {
		if r == nil {
			return goja.Undefined()
		}
		return fetch.NewResponse(x.Realm, r)
	})
}
