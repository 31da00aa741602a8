package loader

import (
	"context"
	"time"

	"asterism/bus/caches"
	"asterism/schemas"
	"asterism/services/loader/routes"
	"asterism/services/loader/scopeindex"
	"asterism/webapi/cachestorage/cachematch"
)

// route finds the static route of a request, and notes it. It does not leave the
// process.
//
// https://w3c.github.io/ServiceWorker/#get-router-source-algorithm
func (f *fetcher) route(entry *scopeindex.Entry, q *schemas.Request, timing *schemas.WorkerTiming) (schemas.RouteSource, bool) {
	if entry.Routes == nil {
		return schemas.RouteSource{}, false
	}
	timing.Routed = time.Now().UnixNano()
	query := routes.Query{URL: q.URL, Method: q.Method, Mode: q.Mode, Destination: q.Destination}
	if entry.Routes.Running {
		query.Running = f.running.is(entry.Scope, entry.Version)
	}
	source, ok := entry.Routes.Match(&query)
	if ok {
		timing.Matched, timing.Final = string(source.Kind), string(schemas.RouteNetwork)
	}
	return source, ok
}

// fromRoute answers a client's request from the caches of the worker's origin.
func (f *fetcher) fromRoute(ctx context.Context, entry *scopeindex.Entry, source schemas.RouteSource, q *schemas.Request, c *course, rep *schemas.NetReply) bool {
	rep.Timing.Looked = time.Now().UnixNano()
	resp, ok := f.lookUp(ctx, entry, source, q)
	if !ok || resp.Type == "error" || c.unfit(&resp) != "" {
		return false
	}
	rep.Response, rep.Timing.Final = resp, string(schemas.RouteCache)
	return true
}

// lookUp finds a response in the named cache, or in the first of all that has
// one. (The specification's loop would look into the first cache only.) What
// cannot be read is not there.
func (f *fetcher) lookUp(ctx context.Context, entry *scopeindex.Entry, source schemas.RouteSource, q *schemas.Request) (resp schemas.Response, ok bool) {
	query := cachematch.Query{Method: q.Method, URL: q.URL, Header: func(name string) (string, bool) { return cachematch.Header(q.Headers, name) }}
	url := cachematch.WithoutFragment(q.URL)
	store := f.caches.Origin(scopeindex.Origin(entry.Scope))
	e, found, known := store.PeekFirst(source.Cache, url, query.Matches)
	if !known {
		var err error
		if e, found, err = store.First(ctx, source.Cache, url, query.Matches); err != nil {
			f.log.Warn("caches not readable for a route", "scope", entry.Scope, "error", err)
			return resp, false
		}
	}
	if !found {
		return resp, false
	}
	return f.stored(ctx, store, e)
}

// stored is the response of an entry, its body ready to travel.
func (f *fetcher) stored(ctx context.Context, store *caches.Store, e schemas.CacheEntry) (schemas.Response, bool) {
	resp := e.Response
	if resp.Body.Kind != schemas.BodyStream {
		return resp, true
	}
	body, ok, err := store.Body(ctx, e)
	if err != nil || !ok {
		return resp, false
	}
	name, err := f.conn.OfferBody(f.flights.base, body, nil)
	if err != nil {
		_ = body.Close()
		return resp, false
	}
	resp.Body.Stream = name
	return resp, true
}
