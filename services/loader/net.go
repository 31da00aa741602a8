package loader

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

const (
	// netQueue is how many fetches may wait to be picked up.
	netQueue = 8192
	// maxFetches is how many may be under way. They depend on each other (a
	// document's fetch waits for a worker, which fetches), so it is generous: more
	// are refused rather than made to wait.
	maxFetches = 16384
)

// serveNet answers network fetches, and lists them in service, until drain is
// called: that stops new ones, those under way go on.
func (f *fetcher) serveNet(service *bus.Service, loader string) (drain func(), err error) {
	inlet := f.conn.NewInlet(netQueue)
	var subs []*bus.Subscription
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	drain = func() {
		for _, sub := range subs {
			_ = sub.Drain() // fails when the connection is closed, which does as well
		}
		_ = f.conn.Flush()
		cancel()
		<-done
	}
	here := bus.Params{"loader": loader}
	anyone, err := bus.Net.Endpoint(service, nil)
	if err != nil {
		cancel()
		return nil, err
	}
	me, err := bus.NetAt.Endpoint(service, here)
	if err != nil {
		cancel()
		return nil, err
	}
	go func() {
		defer close(done)
		_ = inlet.Run(ctx, func(m bus.Msg) {
			meter := me
			if m.Subject() == bus.Net.Subject {
				meter = anyone
			}
			f.receive(m, meter)
		})
	}()
	subject, err := bus.NetAt.SubjectFor(here)
	if err != nil {
		drain()
		return nil, err
	}
	for subject, queue := range map[string]string{bus.Net.Subject: bus.Net.Queue, subject: bus.NetAt.Queue} {
		sub, err := inlet.Listen(subject, queue)
		if err != nil {
			drain()
			return nil, err
		}
		subs = append(subs, sub)
	}
	return drain, nil
}

// receive starts one fetch.
func (f *fetcher) receive(m bus.Msg, meter *bus.Meter) {
	began := time.Now()
	req, err := bus.Decode[schemas.NetRequest](m)
	if err == nil && f.flights.many.Load() >= maxFetches {
		err = &schemas.Error{Code: schemas.CodeBusy, Message: fmt.Sprintf("this loader has %d fetches under way: try again, or start more loaders", maxFetches)}
	}
	if err != nil {
		f.conn.Refuse(m, err)
		meter.Count(time.Since(began), err)
		return
	}
	flight := f.flights.start(req.ID, m.Header(bus.TraceHeader))
	go func() {
		err := f.answer(m, flight, &req)
		if err != nil {
			flight.end()
			f.conn.Refuse(m, err)
		}
		meter.Count(time.Since(began), err)
	}()
}

// answer performs one fetch and replies. What goes wrong with the fetch is in
// the reply; an error is the loader's own.
func (f *fetcher) answer(m bus.Msg, flight *flight, req *schemas.NetRequest) error {
	rep := f.complete(flight, req)
	frame, err := rep.AppendBinary(nil)
	if err != nil {
		return err
	}
	if limit := f.conn.MaxPayload(); limit > 0 && len(frame) > limit {
		return typeError(schemas.CodeLimit, "the response's header does not fit a bus message of at most %d bytes", limit)
	}
	return m.Respond(frame)
}

// complete is fetch with its error in the reply. The flight ends with the body.
func (f *fetcher) complete(flight *flight, req *schemas.NetRequest) (rep schemas.NetReply) {
	var err error
	defer func() {
		if p := recover(); p != nil {
			f.log.Error("a fetch panicked", "url", req.Request.URL, "panic", p, "stack", string(debug.Stack()))
			err = &schemas.Error{Code: schemas.CodeInternal, Message: "the fetch failed inside the loader"}
		}
		if err == nil {
			return
		}
		flight.end()
		if context.Cause(flight.ctx) == errGivenUp {
			err = &schemas.Error{Code: schemas.CodeAborted, Message: "the fetch was aborted", Exception: "AbortError"}
		}
		rep.Response, rep.Error = schemas.Response{}, *public(err)
	}()
	rep, err = f.fetch(flight, req)
	return rep
}
