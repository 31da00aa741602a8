package loader

import (
	"context"

	"asterism/bus"
	"asterism/schemas"
)

// raced lets the network and a client's worker race for a response.
func (f *fetcher) raced(flight *flight, c *course, event *schemas.FetchEvent, subject string, rep *schemas.NetReply) (answered bool, err error) {
	event.ID = f.ids()
	q := *c.req
	q.Request, q.URLs = event.Request, c.urls[:len(c.urls)-1]
	inner, worker := *flight, *rep
	var stop context.CancelCauseFunc
	inner.ctx, stop = context.WithCancelCause(flight.ctx)
	defer stop(nil)
	done := make(chan error, 1)
	go func() {
		var err error
		answered, err = f.askWorker(&inner, event, subject, &worker)
		done <- err
	}()
	winner, err := f.race(flight.ctx, &q, event, done, func() bool { return answered }, func() { stop(errGivenUp) })
	switch {
	case err != nil:
		return false, err
	case winner != nil:
		rep.Response, rep.By, rep.Timing.Final = winner.Response, winner.By, string(schemas.RouteNetwork)
	default:
		rep.By, rep.ByScope, rep.ByVersion = worker.By, worker.ByScope, worker.ByVersion
		rep.Response, rep.Timing.Started, rep.Timing.Dispatched = worker.Response, worker.Timing.Started, worker.Timing.Dispatched
		rep.Timing.Final = string(schemas.RouteFetch)
	}
	return true, nil
}

// race is the race of "race-network-and-fetch-handler": the first response of
// the network with an ok status wins, or the worker's. winner is the network's,
// nil when the worker has won. done tells when the worker is done, with its
// error; answered, then, whether it gave a response; stop ends it, and done
// tells that as well. A worker that leaves the request to the network gets what
// the network gave.
//
// https://w3c.github.io/ServiceWorker/#on-fetch-request-algorithm step 13.3.4
func (f *fetcher) race(ctx context.Context, q *schemas.NetRequest, event *schemas.FetchEvent, done <-chan error, answered func() bool, stop func()) (winner *schemas.NetReply, err error) {
	q.ID, q.ServiceWorkers = "race-"+event.ID, "none"
	q.Request.Headers = append(schemas.HeaderBlock(nil), q.Request.Headers...)
	network := f.flights.start(q.ID, bus.TraceOf(ctx))
	arrived := make(chan schemas.NetReply, 1)
	go func() { arrived <- f.complete(network, q) }()
	giveUp := func() { network.cancel(errGivenUp) }
	var came *schemas.NetReply
	for {
		select {
		case rep := <-arrived:
			came, arrived = &rep, nil
			if n := len(rep.Response.URLs); n > 1 && q.Request.Redirect == "manual" { // those of hops before
				rep.Response.URLs = rep.Response.URLs[n-1:]
			}
			if rep.Error.Code == "" && rep.Response.Status >= 200 && rep.Response.Status <= 299 {
				stop()
				<-done
				return came, nil
			}
		case err := <-done:
			if err != nil || answered() {
				giveUp()
				return nil, err
			}
			if came == nil { // step 21.3 of Create Fetch Event and Dispatch
				select {
				case rep := <-arrived:
					came = &rep
				case <-ctx.Done():
					giveUp()
					return nil, ctx.Err()
				}
			}
			if came.Error.Code != "" {
				return nil, &came.Error
			}
			return came, nil
		case <-ctx.Done():
			giveUp()
			stop()
			<-done
			return nil, ctx.Err()
		}
	}
}
