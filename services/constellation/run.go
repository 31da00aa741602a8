package constellation

import (
	"context"
	"fmt"
	"sync"

	"asterism/bus"
	"asterism/bus/roster"
	"asterism/internal/health"
	"asterism/schemas"

	"golang.org/x/sync/errgroup"
)

const serviceDoc = "Keeps the registry, runs registration jobs, drives the life of workers, knows the clients."

// Run serves until ctx ends, then gives unfinished jobs back and returns nil.
func (s *Service) Run(ctx context.Context) error {
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	s.life = life
	if err := s.open(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	group, inner := errgroup.WithContext(ctx)
	announcement := roster.NewAnnouncement(s.conn, s.member)
	group.Go(func() error { return s.roster.Run(inner) })
	group.Go(func() error { return announcement.Run(inner) })
	group.Go(func() error {
		return health.Serve(inner, s.cfg.HealthListen, "constellation", s.ready, s.conn.Healthy)
	})
	read := s.follow(inner, group)
	group.Go(func() error {
		for _, ready := range read {
			select {
			case <-inner.Done():
				return nil
			case <-ready:
			}
		}
		return s.serve(inner, announcement.Posted())
	})
	err := group.Wait()
	end()
	s.jobs.Wait()
	s.work.Wait()
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// open declares what the constellation needs.
func (s *Service) open(ctx context.Context) (err error) {
	if s.registry.live, err = bus.Registrations.Open(ctx, s.conn); err != nil {
		return err
	}
	if s.registry.lingering, err = bus.Lingering.Open(ctx, s.conn); err != nil {
		return err
	}
	if s.clients.table, err = bus.Clients.Open(ctx, s.conn); err != nil {
		return err
	}
	if err = s.desk.Open(ctx); err != nil {
		return err
	}
	s.scripts, err = bus.Scripts.Open(ctx, s.conn)
	return err
}

// follow watches the buckets; the channels are closed when each has been read.
func (s *Service) follow(ctx context.Context, group *errgroup.Group) []<-chan struct{} {
	var read []<-chan struct{}
	watch := func(f func(ready func()) error) {
		done := make(chan struct{})
		read = append(read, done)
		once := sync.OnceFunc(func() { close(done) })
		group.Go(func() error { return f(once) })
	}
	watch(func(ready func()) error {
		return s.registry.live.Watch(ctx, ready, func(e bus.Entry[schemas.Registration]) { s.registry.scopes.observe(e) })
	})
	watch(func(ready func()) error {
		return s.registry.lingering.Watch(ctx, ready, func(e bus.Entry[schemas.Registration]) { s.registry.ids.observe(e) })
	})
	watch(func(ready func()) error { return s.clients.table.Watch(ctx, ready, s.clients.watched) })
	return append(read, s.roster.Ready())
}

// serve answers requests, consumes jobs and sweeps until ctx ends.
func (s *Service) serve(ctx context.Context, announced <-chan struct{}) error {
	service, err := s.conn.NewService("constellation", s.id, buildVersion(), serviceDoc)
	if err != nil {
		return err
	}
	if err := s.answer(service); err != nil {
		return err
	}
	subs, err := s.listen()
	defer func() {
		for _, sub := range subs {
			_ = sub.Stop() // already gone, or the connection is
		}
	}()
	if err != nil {
		return err
	}
	if err := s.conn.Flush(); err != nil {
		return fmt.Errorf("constellation: %w", err)
	}
	select {
	case <-announced:
	case <-ctx.Done():
	}
	close(s.ready)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return bus.Jobs.Consume(ctx, s.conn, s.takeJob) })
	group.Go(func() error { return s.desk.Run(ctx) })
	group.Go(func() error { return s.sweeps(ctx) })
	group.Go(func() error { return s.collects(ctx) })
	err = group.Wait()
	if stopErr := service.Stop(); err == nil && s.conn.Healthy() == nil {
		err = stopErr
	}
	return err
}
