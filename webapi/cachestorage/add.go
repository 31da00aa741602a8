package cachestorage

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dop251/goja"
	"golang.org/x/sync/errgroup"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/cachestorage/cachematch"
	"asterism/webapi/fetch"
)

// https://w3c.github.io/ServiceWorker/#cache-add
func (k *cache) add(c js.Call) goja.Value {
	return k.fetchAll(c, []*goja.Object{k.request(c.Arg(0))})
}

// https://w3c.github.io/ServiceWorker/#cache-addAll
func (k *cache) addAll(c js.Call) goja.Value {
	var requests []*goja.Object
	k.VM.ForOf(c.Arg(0), func(v goja.Value) bool {
		requests = append(requests, k.request(v))
		return true
	})
	return k.fetchAll(c, requests)
}

// fetchAll fetches and keeps all of the requests, or none.
func (k *cache) fetchAll(c js.Call, requests []*goja.Object) goja.Value {
	asked := make([]*fetch.Request, len(requests))
	for i, o := range requests {
		asked[i], _ = fetch.RequestOf(k.Realm, o)
		if why := storable(asked[i], nil); why != "" {
			c.Throw(c.TypeError("%s", why))
		}
	}
	var stops []func() // part the work from its signals
	ctx, cancel := context.WithCancelCause(k.Loop.Context())
	for _, o := range requests {
		for _, signal := range fetch.SignalsOf(k.Realm, o) {
			if signal.Aborted() {
				cancel(nil)
				c.Throw(signal.Reason())
			}
			stops = append(stops, signal.OnAbort(func() { cancel(&thrown{signal.Reason()}) }))
		}
	}
	return settle(k.realm, func(context.Context) (struct{}, error) {
		defer k.Loop.Post(func() {
			for _, stop := range stops {
				stop()
			}
		})
		defer cancel(nil)
		err := k.fetchInto(ctx, asked)
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return struct{}{}, err
	}, func(struct{}) goja.Value { return goja.Undefined() })
}

// fetchInto fetches the requests at the same time and then puts all of them.
func (k *cache) fetchInto(ctx context.Context, requests []*fetch.Request) error {
	for i, q := range requests {
		if slices.ContainsFunc(requests[:i], func(o *fetch.Request) bool { return sameRequest(o, q) }) {
			return twice(q.URL)
		}
	}
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
	for i, e := range entries {
		if len(cachematch.Asking(e).Matching(entries[:i])) > 0 {
			return twice(e.Request.URL)
		}
	}
	return k.putAll(ctx, entries)
}

// sameRequest says whether two requests are the same whatever their responses vary
// by: then there is nothing to fetch.
func sameRequest(a, b *fetch.Request) bool {
	if cachematch.WithoutFragment(a.URL) != cachematch.WithoutFragment(b.URL) {
		return false
	}
	fields := func(q *fetch.Request) map[string]string {
		all := map[string]string{}
		for name, value := range q.Headers.All() {
			all[strings.ToLower(name)] += ", " + value
		}
		return all
	}
	return maps.Equal(fields(a), fields(b))
}

func twice(url string) error {
	return &schemas.Error{Code: schemas.CodeBadMessage, Exception: "InvalidStateError", Message: url + " is asked for twice"}
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
