package constellation

import (
	"context"
	"errors"
	"fmt"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/constellation/lifecycle"
	"asterism/webapi/weburl"
)

// answer subscribes the registry requests.
func (s *Service) answer(service *bus.Service) error {
	return errors.Join(
		bus.RegistryMatch.Serve(service, nil, s.match),
		bus.RegistryGet.Serve(service, nil, s.get),
		bus.RegistryList.Serve(service, nil, s.list),
		bus.ClientsQuery.Serve(service, nil, s.queryClients),
		bus.SkipWaiting.Serve(service, nil, s.skipWaiting),
		bus.Claim.Serve(service, nil, s.claim),
		bus.ClearOrigin.Serve(service, nil, s.clearOrigin),
		bus.SetRollout.Serve(service, nil, s.setRollout),
		s.desk.Serve(service),
		bus.ConnectTo.Serve(service, nil, s.connect),
		bus.SetPreload.Serve(service, nil, s.preload),
	)
}

func (s *Service) match(_ context.Context, m schemas.Match, _ bus.Params) (schemas.Registrations, error) {
	u, err := parse(m.URL)
	if err != nil {
		return schemas.Registrations{}, err
	}
	r, ok := s.registry.scopes.match(u.WithoutFragment())
	if !ok {
		return none(), nil
	}
	return one(r), nil
}

// get reads the bucket itself, so that whoever was told of a change sees it.
func (s *Service) get(ctx context.Context, l schemas.Lookup, _ bus.Params) (schemas.Registrations, error) {
	u, err := parse(l.Scope)
	if err != nil {
		return schemas.Registrations{}, err
	}
	r, err := s.registration(ctx, u.WithoutFragment())
	if err != nil || r == nil {
		return none(), err
	}
	return one(*r), nil
}

func (s *Service) list(_ context.Context, l schemas.List, _ bus.Params) (schemas.Registrations, error) {
	return schemas.Registrations{Registrations: s.registry.scopes.all(func(r *schemas.Registration) bool {
		return l.Origin == "" || originOf(r.Scope) == l.Origin
	})}, nil
}

func none() schemas.Registrations {
	return schemas.Registrations{Registrations: []schemas.Registration{}}
}

func one(r schemas.Registration) schemas.Registrations {
	return schemas.Registrations{Registrations: []schemas.Registration{r}}
}

func parse(url string) (*weburl.URL, error) {
	u, err := weburl.Parse(url)
	if err != nil {
		return nil, &schemas.Error{Code: schemas.CodeBadMessage, Exception: "TypeError", Message: err.Error()}
	}
	return u, nil
}

// queryClients answers Clients.matchAll and Clients.get.
//
// https://w3c.github.io/ServiceWorker/#clients-matchall
func (s *Service) queryClients(ctx context.Context, q schemas.ClientQuery, _ bus.Params) (schemas.Clients, error) {
	s.clients.current(ctx)
	kind := q.Type
	if kind == "" {
		kind = "window"
	}
	return schemas.Clients{Clients: s.clients.all(func(c schemas.Client) bool {
		switch {
		case c.Origin != q.Origin:
			return false
		case q.ID != "":
			return c.ID == q.ID
		case kind != "all" && c.Type != kind:
			return false
		}
		return q.IncludeUncontrolled || controller(c) == schemas.WorkerRef{Scope: q.Scope, Version: q.Version}
	})}, nil
}

// skipWaiting is ServiceWorkerGlobalScope.skipWaiting: it answers when the worker
// is activating, or will be as soon as it is installed.
//
// https://w3c.github.io/ServiceWorker/#service-worker-global-scope-skipwaiting
func (s *Service) skipWaiting(ctx context.Context, ref schemas.WorkerRef, _ bus.Params) (schemas.Done, error) {
	if _, err := parse(ref.Scope); err != nil {
		return schemas.Done{}, err
	}
	// A script may call it while it is evaluated, before it is in the registry.
	if err := s.await(ctx, ref); err != nil {
		return schemas.Done{}, err
	}
	// 1. Set the flag.
	at := place{scope: ref.Scope}
	_, err := s.change(ctx, at, lifecycle.SkipWaiting{Version: ref.Version}, audience{})
	if errors.Is(err, lifecycle.ErrStale) {
		return schemas.Done{}, nil // redundant meanwhile, or unregistered: nothing to skip
	}
	if err != nil {
		return schemas.Done{}, err
	}
	// 2. Try Activate. The event is not waited for: it may be the one that asks.
	a, err := s.beginActivate(ctx, at, nil)
	if err == nil && a != nil {
		s.errand("activate", func(ctx context.Context) error {
			if err := s.runActivate(ctx, a); err != nil {
				return err
			}
			return s.tryActivate(ctx, at, nil)
		})
	}
	return schemas.Done{}, err
}

// await waits until the registry holds a worker.
func (s *Service) await(ctx context.Context, ref schemas.WorkerRef) error {
	ctx, cancel := context.WithTimeout(ctx, bus.SkipWaiting.Timeout)
	defer cancel()
	for {
		changed := s.registry.scopes.next()
		if r, ok := s.registry.scopes.get(ref.Scope); ok && lifecycle.Find(&r, ref.Version) != nil || s.lingers(ref.Version) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return unknownWorker(ref)
		}
	}
}

func unknownWorker(ref schemas.WorkerRef) error {
	return &schemas.Error{
		Code: schemas.CodeNotFound, Exception: "InvalidStateError",
		Message: fmt.Sprintf("the registry has no version %s of the worker for %s", ref.Version, ref.Scope),
	}
}

// claim is Clients.claim.
//
// https://w3c.github.io/ServiceWorker/#clients-claim
func (s *Service) claim(ctx context.Context, ref schemas.WorkerRef, _ bus.Params) (schemas.Done, error) {
	if _, err := parse(ref.Scope); err != nil {
		return schemas.Done{}, err
	}
	r, err := s.registration(ctx, ref.Scope)
	if err != nil {
		return schemas.Done{}, err
	}
	// 1. It must be the active worker. One of an unregistered registration
	// matches no client.
	if r == nil || r.Active == nil || r.Active.Version != ref.Version {
		if s.lingers(ref.Version) {
			return schemas.Done{}, nil
		}
		return schemas.Done{}, &schemas.Error{
			Code: schemas.CodeRefused, Exception: "InvalidStateError",
			Message: "only an active worker can claim clients: call clients.claim() in the activate event or later",
		}
	}
	// 3.1. The clients of the origin.
	s.clients.current(ctx)
	origin := originOf(r.Scope)
	defer s.registry.locks.lock(r.Scope)() // in order with state changes
	for _, c := range s.clients.all(func(c schemas.Client) bool { return c.Origin == origin }) {
		// 3.1.2. A secure context.
		u, err := weburl.Parse(c.MatchURL())
		if err != nil || !s.trust.Trustworthy(u) {
			continue
		}
		// 3.1.4, 3.1.5. That the scope matches best.
		if best, ok := s.registry.scopes.match(u.WithoutFragment()); !ok || best.ID != r.ID {
			continue
		}
		// 3.1.6. Control; the former registration hears by the watch.
		s.control(ctx, c.ID, r, *r.Active, func(*schemas.Client) bool { return true })
	}
	return schemas.Done{}, nil
}
