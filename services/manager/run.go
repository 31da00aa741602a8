package manager

import (
	"context"
	"errors"
	"sync"
	"time"

	"asterism/bus"
	"asterism/bus/roster"
	"asterism/internal/health"
	"asterism/schemas"

	"golang.org/x/sync/errgroup"
)

// doc is the service's line in the services protocol.
const doc = "Runs service workers: starts them on demand, feeds them events, enforces their limits, stops idle ones."

// Run takes events until ctx ends, then drains: it withdraws, lets the events in
// flight finish (at most Config.DrainTimeout) and stops its workers. It returns
// nil after a clean stop. It may be called once.
func (s *Service) Run(ctx context.Context) error {
	// The group's context ends with ctx or with the first failure; life ends
	// after the drain.
	group, ctx := errgroup.WithContext(ctx)
	life, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	s.life = life
	if err := s.open(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	members := roster.New(s.conn)
	s.posts = &posts{ctx: life, conn: s.conn, roster: managers{members}, log: s.log, work: &s.work,
		queues: map[workerKey][]schemas.Event{}}

	var background errgroup.Group // ends with life
	background.Go(func() error { return members.Run(life) })
	background.Go(func() error { return s.inlet.Run(life, s.receive) })
	background.Go(func() error { return s.ports.Run(life) })
	background.Go(func() error { s.watch(life); return nil })
	background.Go(func() error { return s.caches.Run(life) })

	current, lingering := make(chan struct{}), make(chan struct{})
	group.Go(func() error {
		return s.registry.watch(ctx, s.registry.current, s.registry.scopes, sync.OnceFunc(func() { close(current) }), s.changed)
	})
	group.Go(func() error {
		return s.registry.watch(ctx, s.registry.lingering, s.registry.linger, sync.OnceFunc(func() { close(lingering) }), s.changed)
	})
	group.Go(func() error {
		return health.Serve(ctx, s.cfg.HealthListen, "manager", s.ready, s.conn.Healthy)
	})
	group.Go(func() error { return s.serve(ctx, current, lingering) })
	err := group.Wait()
	stop()
	s.work.Wait()
	return errors.Join(err, background.Wait())
}

// open declares what the manager keeps and reads on the bus.
func (s *Service) open(ctx context.Context) (err error) {
	if s.registry, err = openRegistry(ctx, s.conn); err != nil {
		return err
	}
	s.scripts, err = bus.Scripts.Open(ctx, s.conn)
	return err
}

// serve waits for its copies of the registry, subscribes, announces the manager,
// and drains when ctx ends.
func (s *Service) serve(ctx context.Context, copies ...<-chan struct{}) error {
	for _, complete := range copies {
		select {
		case <-complete:
		case <-ctx.Done():
			return nil
		}
	}
	service, err := s.conn.NewService("manager", s.id, s.version, doc)
	if err != nil {
		return err
	}
	defer func() { _ = service.Stop() }() // nothing that must be drained is served by it
	if err := bus.ManagerCaughtUp.Serve(service, bus.Params{"manager": s.id}, s.registry.caught.Answer); err != nil {
		return err
	}
	subs, err := s.subscribe(service)
	if err == nil {
		err = s.conn.Flush()
	}
	announced, withdraw := context.WithCancel(context.WithoutCancel(ctx))
	defer withdraw()
	if err != nil {
		s.release(subs)
		return err
	}
	announcement := roster.NewAnnouncement(s.conn, s.member)
	gone := make(chan error, 1)
	go func() { gone <- announcement.Run(announced) }()
	select {
	case <-announcement.Posted():
		close(s.ready)
		<-ctx.Done()
	case <-ctx.Done():
	}
	s.draining.Store(true)
	announcement.Refresh()
	s.drain(subs)
	withdraw()
	return <-gone
}

// subscribe listens where this manager is asked by name.
func (s *Service) subscribe(service *bus.Service) (subs []*bus.Subscription, err error) {
	s.meters.fetch = service.Endpoint(bus.Fetch.Name, fetchPrefix+">", bus.Fetch.Queue, bus.Fetch.Doc)
	bus.CacheEntries.Endpoint(service).Report(func() any { return s.caches.Stats() })
	s.meters.event = service.Endpoint(bus.Dispatch.Name, eventPrefix+">", bus.Dispatch.Queue, bus.Dispatch.Doc)
	// Aborts of all workers: one of a worker that has just started must not be missed.
	for _, subject := range []string{s.subjects.fetch, s.subjects.event, s.subjects.ping, s.subjects.pending, abortPrefix + ">", terminatePrefix + ">"} {
		sub, err := s.inlet.Listen(subject, "")
		if err != nil {
			return subs, err
		}
		subs = append(subs, sub)
	}
	sub, err := s.jobs.listen()
	if err != nil {
		return subs, err
	}
	return append(subs, sub), nil
}

// drain lets the workers finish: they are withdrawn at once, and stopped when
// nothing is in flight or the time is over.
func (s *Service) drain(subs []*bus.Subscription) {
	limit := time.NewTimer(s.cfg.DrainTimeout)
	defer limit.Stop()
	for _, w := range s.table.all() {
		w.drain("the manager stops")
	}
	idle := make(chan struct{})
	s.work.Go(func() { s.table.wait(); close(idle) })
	select {
	case <-idle:
	case <-limit.C:
		for _, w := range s.table.all() {
			w.loop.Stop(nil)
		}
		<-idle
	}
	s.release(subs)
}

// member is what the manager announces of itself.
func (s *Service) member() schemas.Member {
	return schemas.Member{
		ID: s.id, Kind: "manager", Version: s.version, Started: s.epoch,
		Draining: s.draining.Load(), Workers: s.table.size(), Events: int(s.events.Load()),
	}
}

// barrier returns when the inlet has handled everything that was on its channel:
// a ping to itself passes through it.
func (s *Service) barrier() {
	ctx, cancel := context.WithTimeout(s.life, time.Second)
	defer cancel()
	if _, err := bus.PingManager.Do(ctx, s.conn, bus.Params{"manager": s.id}, schemas.Ping{}); err != nil && s.life.Err() == nil {
		s.log.Debug("no barrier", "error", err)
	}
}

// source loads the program of a hash.
func (s *Service) source(ctx context.Context, hash string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, scriptTimeout)
	defer cancel()
	return s.scripts.Get(ctx, hash)
}

// managers is a roster of the managers only.
type managers struct{ *roster.Roster }

// Managers is the ids of those that take new work.
func (m managers) Managers() []string {
	live := m.Live("manager")
	ids := make([]string, len(live))
	for i := range live {
		ids[i] = live[i].ID
	}
	return ids
}
