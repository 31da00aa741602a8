package loader

import (
	"context"
	"sync"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/loader/scopeindex"
)

// aheads is the fetches that were begun while a worker is asked, for it to ask
// for: navigation preloads. Each is answered once, or given up by whoever was to
// ask for it.
type aheads struct {
	mu   sync.Mutex
	byID map[string]*ahead
}

// ahead is one of them.
type ahead struct {
	flight   *flight
	patience *time.Timer   // after which nobody will ask
	done     chan struct{} // closed when rep is there
	rep      schemas.NetReply
}

// preload begins the navigation preload of an event: its request once more, with
// a field that says so and no worker in between.
//
// https://w3c.github.io/ServiceWorker/#on-fetch-request-algorithm step 13
func (f *fetcher) preload(trace string, event *schemas.FetchEvent, entry *scopeindex.Entry, q schemas.NetRequest) {
	event.Preload = ""
	if !entry.Preload.Enabled || event.Request.Mode != "navigate" || event.Request.Method != "GET" || f.flights.many.Load() >= maxFetches {
		return
	}
	q.ID, q.ServiceWorkers = "preload-"+event.ID, "none"
	event.Preload = q.ID
	q.Request = event.Request
	q.Request.Headers = append(schemas.HeaderBlock(nil), q.Request.Headers...)
	q.Request.Headers.Append("Service-Worker-Navigation-Preload", entry.Preload.Header)
	f.begin(trace, &q)
}

// begin fetches q, which must share no memory with what is used again, until
// somebody gives it up, or nobody has asked for too long.
func (f *fetcher) begin(trace string, q *schemas.NetRequest) {
	a := &ahead{flight: f.flights.start(q.ID, trace), done: make(chan struct{})}
	a.patience = time.AfterFunc(2*f.asker.timeout, func() { f.drop(q.ID) })
	f.aheads.mu.Lock()
	if f.aheads.byID == nil {
		f.aheads.byID = map[string]*ahead{}
	}
	f.aheads.byID[q.ID] = a
	f.aheads.mu.Unlock()
	go func() {
		defer close(a.done)
		a.rep = f.complete(a.flight, q)
	}()
}

// drop gives up what was begun under an id, if it was not asked for.
func (f *fetcher) drop(id string) {
	if id == "" {
		return
	}
	if a := f.take(id); a != nil {
		a.flight.cancel(errGivenUp)
	}
}

// take finds what was begun under an id, for the first who asks.
func (f *fetcher) take(id string) *ahead {
	f.aheads.mu.Lock()
	defer f.aheads.mu.Unlock()
	a := f.aheads.byID[id]
	if a != nil {
		a.patience.Stop()
		delete(f.aheads.byID, id)
	}
	return a
}

// abort ends a fetch of this loader's that somebody gave up.
func (f *fetcher) abort(a schemas.Abort, p bus.Params) {
	f.flights.abort(a, p)
	f.drop(a.ID)
}

// ahead answers bus.PreloadAt.
func (f *fetcher) ahead(ctx context.Context, q schemas.Preload, _ bus.Params) (schemas.NetReply, error) {
	a := f.take(q.ID)
	if a == nil {
		return schemas.NetReply{}, typeError(schemas.CodeNotFound, "the navigation preload was given up")
	}
	select {
	case <-a.done:
		if n := len(a.rep.Response.URLs); n > 1 { // those of the navigation's hops before
			a.rep.Response.URLs = a.rep.Response.URLs[n-1:]
		}
		return a.rep, nil
	case <-ctx.Done():
		a.flight.cancel(errGivenUp)
		return schemas.NetReply{}, ctx.Err()
	}
}
