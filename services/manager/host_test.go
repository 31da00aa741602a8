package manager

import (
	"context"
	"testing"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// constellation answers what workers ask of the registry, and ends every job.
type constellation struct {
	skipped, claimed chan schemas.WorkerRef
	queries          chan schemas.ClientQuery
	jobs             chan schemas.Job
}

func (s *site) constellation(reg *schemas.Registration) *constellation {
	s.t.Helper()
	c := &constellation{
		skipped: make(chan schemas.WorkerRef, 1), claimed: make(chan schemas.WorkerRef, 1),
		queries: make(chan schemas.ClientQuery, 1), jobs: make(chan schemas.Job, 2),
	}
	service, err := s.conn.NewService("constellation", "k1", "1.0.0", "a fake")
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = service.Stop() })
	note := func(to chan schemas.WorkerRef) func(context.Context, schemas.WorkerRef, bus.Params) (schemas.Done, error) {
		return func(_ context.Context, w schemas.WorkerRef, _ bus.Params) (schemas.Done, error) {
			to <- w
			return schemas.Done{}, nil
		}
	}
	for _, err := range []error{
		bus.SkipWaiting.Serve(service, nil, note(c.skipped)),
		bus.Claim.Serve(service, nil, note(c.claimed)),
		bus.ClientsQuery.Serve(service, nil, func(_ context.Context, q schemas.ClientQuery, _ bus.Params) (schemas.Clients, error) {
			c.queries <- q
			return schemas.Clients{Clients: []schemas.Client{{ID: "c1", URL: scope + "page", Origin: origin, Type: "window",
				FrameType: "top-level", Visibility: "visible", Host: "h", Created: time.Now()}}}, nil
		}),
		s.conn.Flush(),
	} {
		if err != nil {
			s.t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = bus.Jobs.Consume(ctx, s.conn, func(d *bus.Delivery[schemas.Job]) {
			job := d.Value
			c.jobs <- job
			m := schemas.ClientMessage{Kind: schemas.ClientJob, Job: job.ID}
			if job.Type == schemas.JobUpdate {
				m.Registration = reg
			} else {
				m.Error = &schemas.Error{Code: schemas.CodeRefused, Exception: "SecurityError", Message: "not today"}
			}
			_ = bus.ToClient.Publish(s.conn, bus.Params{"client": job.Client}, m)
			_ = d.Ack()
		})
	}()
	s.t.Cleanup(func() { cancel(); <-ended })
	return c
}

func TestAsksTheConstellation(t *testing.T) {
	s := newSite(t, nil)
	logs := s.logs()
	w := s.register(`addEventListener('message', (e) => e.waitUntil((async () => {
		await skipWaiting();
		await clients.claim();
		const [c] = await clients.matchAll({includeUncontrolled: true});
		console.log('client', c.id, c.url, c instanceof WindowClient);
		console.log('updated', await registration.update() === registration);
		await registration.unregister().catch((x) => console.log('unregister', x.name, x.message));
	})().catch((x) => console.log('failed', x.name, x.message))));`)
	reg := schemas.Registration{ID: "r1", Scope: scope, LastUpdate: time.Now(), Active: &w}
	c := s.constellation(&reg)
	if reply := s.dispatch(schemas.Event{Type: "message", Version: w.Version, Data: message(t, "")}); reply.Error != nil {
		t.Fatal(reply.Error)
	}
	self := schemas.WorkerRef{Scope: scope, Version: w.Version}
	if got := <-c.skipped; got != self {
		t.Errorf("skipWaiting of %+v", got)
	}
	if got := <-c.claimed; got != self {
		t.Errorf("claim of %+v", got)
	}
	if q := <-c.queries; q.Origin != origin || q.Scope != scope || q.Version != w.Version || !q.IncludeUncontrolled || q.Type != "window" {
		t.Errorf("query %+v", q)
	}
	logs.want("client c1 https://a.example/app/page true")
	if job := <-c.jobs; job.Type != schemas.JobUpdate || job.Scope != scope || job.ScriptURL != w.ScriptURL || job.Origin != origin {
		t.Errorf("job %+v", job)
	}
	logs.want("updated true")
	if job := <-c.jobs; job.Type != schemas.JobUnregister || job.Scope != scope {
		t.Errorf("job %+v", job)
	}
	logs.want("unregister SecurityError not today")
}

func TestNoConstellation(t *testing.T) {
	s := newSite(t, nil)
	logs := s.logs()
	w := s.register(`addEventListener('message', (e) => e.waitUntil(skipWaiting().catch((x) => console.log('failed', x.name, x.message))));`)
	s.dispatch(schemas.Event{Type: "message", Version: w.Version, Data: message(t, "")})
	logs.want("failed InvalidStateError no constellation")
}
