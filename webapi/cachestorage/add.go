package cachestorage

import (
	"context"
	"errors"
	"fmt"

	"github.com/dop251/goja"
	"golang.org/x/sync/errgroup"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/fetch"
)

// https://w3c.github.io/ServiceWorker/#cache-add
func (k *cache) add(c js.Call) goja.Value {
	return k.fetchAll(c, []*fetch.Request{k.asked(c.Arg(0))})
}

// https://w3c.github.io/ServiceWorker/#cache-addAll
func (k *cache) addAll(c js.Call) goja.Value {
	var requests []*fetch.Request
	k.VM.ForOf(c.Arg(0), func(v goja.Value) bool {
		requests = append(requests, k.asked(v))
		return true
	})
	return k.fetchAll(c, requests)
}

// fetchAll fetches and keeps all of the requests, or none.
func (k *cache) fetchAll(c js.Call, requests []*fetch.Request) goja.Value {
	for i, q := range requests {
		if why := storable(q, nil); why != "" {
			c.Throw(c.TypeError("%s", why))
		}
		for _, other := range requests[:i] {
			if newQuery(q).matches(entryOf(other, &fetch.Response{})) {
				c.Throw(c.DOMException("InvalidStateError", "%s is asked for twice", q.URL))
			}
		}
	}
	return k.undefined(func(ctx context.Context) error {
		entries := make([]schemas.CacheEntry, len(requests))
		work, working := errgroup.WithContext(ctx)
		work.SetLimit(parallelFetches)
		for i, q := range requests {
			work.Go(func() (err error) {
				entries[i], err = k.fetchOne(working, q)
				return err
			})
		}
		if err := work.Wait(); err != nil {
			return err
		}
		return k.host.Change(ctx, k.name, func(kept []schemas.CacheEntry) []schemas.CacheEntry {
			for _, e := range entries {
				kept = put(kept, e)
			}
			return kept
		})
	})
}

// parallelFetches is how many requests of one addAll are under way at once.
const parallelFetches = 16

// fetchOne is the entry of one request, its body stored.
func (k *cache) fetchOne(ctx context.Context, q *fetch.Request) (schemas.CacheEntry, error) {
	r, err := k.net.Fetch(ctx, q)
	if err != nil {
		var network *fetch.NetworkError
		if errors.As(err, &network) {
			err = &fetch.NetworkError{Reason: q.URL + ": " + network.Reason}
		}
		return schemas.CacheEntry{}, err
	}
	e := entryOf(q, r)
	why := storable(q, r)
	switch {
	case why != "":
	case r.Type == "error":
		why = "network error"
	case r.Status < 200 || r.Status > 299:
		why = fmt.Sprintf("the status is %d", r.Status)
	}
	if why != "" {
		if r.Body != nil && r.Body.Stream != nil {
			r.Body.Stream.Close()
		}
		return e, &fetch.NetworkError{Reason: q.URL + ": " + why}
	}
	return e, k.store(ctx, &e, r.Body)
}
