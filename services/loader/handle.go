package loader

import (
	"cmp"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/loader/scopeindex"
)

// worker is Handle Fetch: it lets a static route or a service worker answer.
// False: the network shall.
//
// https://w3c.github.io/ServiceWorker/#on-fetch-request-algorithm
func (f *fetcher) worker(flight *flight, c *course, rep *schemas.NetReply) (answered bool, err error) {
	if c.q.Destination == "embed" || c.q.Destination == "object" { // 8
		return false, nil
	}
	event := schemas.FetchEvent{Loader: f.loader, ClientID: c.req.ClientID, Request: c.q}
	event.Request.URL = c.url.Href()
	began := time.Now().UnixNano()                           // a worker that has yet to activate is waited for
	entry, subject, err := f.handler(flight, c, &event, rep) // 9 to 11
	if err != nil || event.Scope == "" {
		return false, err
	}
	if entry != nil { // 13
		source, matched := f.route(entry, &event.Request, &rep.Timing)
		switch {
		case !matched:
		case source.Kind == schemas.RouteNetwork:
			return false, nil
		case source.Kind == schemas.RouteCache:
			return f.fromRoute(flight.ctx, entry, source, &event.Request, c, rep), nil
		case source.Kind == schemas.RouteRace && event.Request.Method == "GET" && entry.Fetches:
			return f.raced(flight, c, &event, subject, rep)
		}
		if !entry.Fetches {
			return false, nil
		}
	}
	event.ID = f.ids()
	if entry != nil && c.q.Mode == "navigate" {
		f.preload(bus.TraceOf(flight.ctx), &event, entry, *c.req) // 15
	}
	rep.Timing.Started = began
	answered, err = f.askWorker(flight, &event, subject, rep)
	if answered && rep.Timing.Matched != "" {
		rep.Timing.Final = string(schemas.RouteFetch) // 17
	}
	return answered, err
}

// handler finds the worker for a course, of which the event gets scope and
// version: the client's controller, or for a navigation and a worker's script
// the worker of the URL's scope, which then controls the new client whether or
// not it answers. entry is nil for a worker that is not the active one any more.
func (f *fetcher) handler(flight *flight, c *course, event *schemas.FetchEvent, rep *schemas.NetReply) (entry *scopeindex.Entry, subject string, err error) {
	if c.q.Mode == "navigate" || c.reserves() {
		if c.q.Mode == "navigate" {
			event.ReplacesClientID, event.Origin, event.Relation = c.req.ReplacesClientID, c.req.Origin, c.relation
			if !c.sameSite() {
				event.Relation = "cross-site"
			}
		}
		event.ResultingClientID = c.req.ReservedClientID
		url := c.url.WithoutFragment()
		if entry = f.settling.settled(flight.ctx, f.index.Match(url), url); entry == nil {
			return nil, "", nil
		}
		f.softUpdate(entry.Scope)
		rep.ControllerScope, rep.ControllerVersion = entry.Scope, entry.Version
		event.Scope, event.Version = entry.Scope, entry.Version
		return entry, entry.Subject, nil
	}
	scope, version := c.req.ControllerScope, c.req.ControllerVersion
	if scope == "" || version == "" {
		return nil, "", nil
	}
	if subject, err = bus.Fetch.SubjectFor(bus.Params{"scope": scope, "version": version}); err != nil {
		return nil, "", typeError(schemas.CodeBadMessage, "the document's controller cannot be named on the bus: %v", err)
	}
	event.Scope, event.Version = scope, version
	return f.controller(flight, scope, version), subject, nil
}

// controller is the index's entry of a document's controller, once activated;
// nil when the controller is an older version.
func (f *fetcher) controller(flight *flight, scope, version string) *scopeindex.Entry {
	entry := f.index.Get(scope)
	if entry == nil || entry.Version != version {
		return nil
	}
	return f.settling.settled(flight.ctx, entry, scope)
}

// askWorker sends the event; false: the network shall answer.
func (f *fetcher) askWorker(flight *flight, event *schemas.FetchEvent, subject string, rep *schemas.NetReply) (bool, error) {
	frame, err := event.AppendBinary(nil)
	if err != nil {
		return false, err
	}
	if limit := f.conn.MaxPayload(); limit > 0 && len(frame) > limit {
		return false, typeError(schemas.CodeLimit, "the request does not fit a bus message of at most %d bytes: its URL or headers are too large", limit)
	}
	question := question{
		scope: event.Scope, subject: subject, frame: frame, trace: bus.TraceOf(flight.ctx),
		replay: idempotent(event.Request.Method) && event.Request.Body.Kind != schemas.BodyStream,
	}
	rep.Timing.Started = cmp.Or(rep.Timing.Started, time.Now().UnixNano())
	var reply schemas.FetchReply
	if err := f.asker.ask(flight.ctx, &question, &reply); err != nil {
		f.drop(event.Preload)
		if flight.ctx.Err() != nil {
			_ = bus.Abort.Publish(f.conn, bus.Params{"scope": event.Scope, "version": event.Version}, schemas.Abort{ID: event.ID, Reason: "the document aborted the fetch"})
		}
		return false, err
	}
	rep.Timing.Dispatched = reply.Timing.Dispatched
	switch reply.Outcome {
	case schemas.FetchResponse:
		rep.Response = reply.Response
		rep.By, rep.ByScope, rep.ByVersion = schemas.ByWorker, event.Scope, event.Version
		return true, nil
	case schemas.FetchFailed:
		e := reply.Error
		return false, typeError(e.Code, "the service worker of %s did not answer this request: %s", event.Scope, e.Message)
	}
	return false, nil // Network, or Missing: the controller is gone
}
