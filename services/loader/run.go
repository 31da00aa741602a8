package loader

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"

	"asterism/bus"
	"asterism/bus/roster"
	"asterism/internal/health"
	"asterism/schemas"
	"asterism/services/loader/door"

	"golang.org/x/sync/errgroup"
)

// retryWait is the pause before something is tried again that needs NATS.
const retryWait = time.Second

// Run serves until ctx ends, then drains: no new connections, requests under way
// finish, as do fetches and their bodies, for at most DrainTimeout.
func (s *Service) Run(ctx context.Context) error {
	// What serves requests outlives ctx by the drain.
	base, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	defer s.closeIdle()
	for _, t := range []*http.Transport{s.internet, s.afresh} {
		if err := trust(t, s.cfg.CAFile); err != nil {
			return fmt.Errorf("LOADER_CA_FILE: %w", err)
		}
	}
	if err := s.origins.open(s.table, s.options); err != nil {
		return fmt.Errorf("LOADER_UPSTREAMS: %w", err)
	}
	defer s.origins.close()
	l, err := s.listen(ctx)
	if err != nil {
		return err
	}
	server, err := s.server(base)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	s.fetcher.flights = newFlights(base)

	ended := s.sockets.start(ctx)
	defer ended()

	group, base := errgroup.WithContext(base)
	group.Go(func() error { return health.Serve(base, s.cfg.HealthListen, "loader", s.ready, s.healthy) })
	loaded := make(chan struct{})
	group.Go(func() error { return s.follow(base, loaded) })
	group.Go(func() error { s.keep(base, "the list of managers", s.roster.Run); return nil })
	group.Go(func() error { s.routes(base); return nil })
	group.Go(func() error { return s.serve(ctx, base, end, server, l, loaded) })
	return group.Wait()
}

// serve opens both sides once the registrations are known, and closes them when
// ctx ends. end ends everything else.
func (s *Service) serve(ctx, base context.Context, end context.CancelFunc, server *door.Server, l net.Listener, loaded <-chan struct{}) error {
	defer end()
	defer l.Close()
	for _, wait := range []<-chan struct{}{loaded, s.roster.Ready()} {
		select {
		case <-wait:
		case <-ctx.Done():
			return nil
		case <-base.Done():
			return nil
		}
	}
	service, err := s.conn.NewService("loader", s.id, s.version(), "HTTP front door and network fetches")
	if err != nil {
		return err
	}
	drainNet, err := s.fetcher.serveNet(service, s.id)
	if err != nil {
		return errors.Join(err, service.Stop())
	}
	if err := errors.Join(bus.Socket.Serve(service, nil, s.sockets.serve), s.fetcher.serveCookies(service),
		bus.PreloadAt.Serve(service, bus.Params{"loader": s.id}, s.fetcher.ahead),
		bus.CaughtUp.Serve(service, bus.Params{"loader": s.id}, s.caught.Answer),
		bus.VersionLoads.Serve(service, bus.Params{"loader": s.id}, s.front.workers.loads.of)); err != nil {
		drainNet()
		return errors.Join(err, service.Stop())
	}
	aborts, err := bus.NetAbort.Subscribe(s.conn, nil, s.fetcher.abort)
	if err != nil {
		drainNet()
		return errors.Join(err, service.Stop())
	}
	defer aborts.Stop()
	presences, err := bus.Presences.Subscribe(s.conn, nil, s.running.hear)
	if err != nil {
		drainNet()
		return errors.Join(err, service.Stop())
	}
	defer presences.Stop()
	told, err := bus.LifecycleChanged.Subscribe(s.conn, nil, s.announced.hear)
	if err != nil {
		drainNet()
		return errors.Join(err, service.Stop())
	}
	defer told.Stop()
	failed := make(chan error, 1)
	go func() { failed <- s.serveHTTP(server, l) }()

	announced, withdraw := context.WithCancel(base)
	gone := make(chan struct{})
	announcement := roster.NewAnnouncement(s.conn, s.member)
	go func() {
		defer close(gone)
		s.keep(announced, "the announcement", announcement.Run)
	}()
	defer func() { withdraw(); <-gone }()

	if err := s.flush(ctx); err == nil {
		close(s.ready)
	}
	select {
	case err := <-failed:
		drainNet()
		return errors.Join(fmt.Errorf("the front door failed: %w", err), service.Stop())
	case <-base.Done(): // another part failed
	case <-ctx.Done():
	}
	s.draining.Store(true)
	withdraw()
	return s.drain(base, end, server, service, drainNet, failed)
}

// drain lets what is under way finish.
func (s *Service) drain(base context.Context, end context.CancelFunc, server *door.Server, service *bus.Service, drainNet func(), failed <-chan error) error {
	patience, cancel := context.WithTimeout(base, s.cfg.DrainTimeout)
	defer cancel()
	var stopped error
	quiet := make(chan struct{})
	go func() {
		defer close(quiet)
		drainNet()
		stopped = service.Stop()
		s.fetcher.flights.work.Wait() // bodies go on after their handlers
	}()
	shut := server.Shutdown(patience)
	select {
	case <-quiet:
	case <-patience.Done():
	}
	end() // cuts off what is left
	var errs []error
	if shut != nil {
		s.log.Warn("some requests did not finish in time and were cut off", "waited", s.cfg.DrainTimeout)
		errs = append(errs, server.Close())
	}
	<-quiet
	errs = append(errs, stopped)
	if err := <-failed; err != nil && !errors.Is(err, http.ErrServerClosed) {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// follow keeps the scope index as the registry is. loaded closes when it is for
// the first time.
func (s *Service) follow(ctx context.Context, loaded chan<- struct{}) error {
	first := true
	s.keep(ctx, "the registrations", func(ctx context.Context) error {
		table, err := bus.Registrations.Open(ctx, s.conn)
		if err != nil {
			return err
		}
		var held []schemas.Registration // until all are here
		ready := false
		return table.Watch(ctx, func() {
			for i := range held {
				s.wants(&held[i])
			}
			s.index.Load(held)
			held, ready = nil, true
			if first {
				first = false
				close(loaded)
			}
		}, func(e bus.Entry[schemas.Registration]) {
			switch {
			case !ready && !e.Deleted:
				held = append(held, e.Value)
			case e.Deleted:
				s.index.Delete(e.Key)
			default:
				s.wants(&e.Value)
				s.index.Set(e.Value)
			}
			s.caught.Reach(e.Revision)
		})
	})
	return nil
}

// keep runs f, again when it fails, until ctx ends.
func (s *Service) keep(ctx context.Context, what string, f func(context.Context) error) {
	for {
		err := f(ctx)
		if ctx.Err() != nil {
			return
		}
		s.log.Warn("not available, trying again", "what", what, "error", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(retryWait):
		}
	}
}

// flush waits until the server knows the subscriptions.
func (s *Service) flush(ctx context.Context) error {
	for {
		err := s.conn.Flush()
		if err == nil || ctx.Err() != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(retryWait):
		}
	}
}

// listen binds the front door.
func (s *Service) listen(ctx context.Context) (net.Listener, error) {
	l := s.cfg.Listener
	if l == nil {
		var err error
		if l, err = (&net.ListenConfig{}).Listen(ctx, "tcp", s.cfg.Listen); err != nil {
			return nil, fmt.Errorf("LOADER_LISTEN: cannot listen on %s: %w; choose another address", s.cfg.Listen, err)
		}
	}
	addr := l.Addr()
	s.addr.Store(&addr)
	if tcp, ok := addr.(*net.TCPAddr); ok {
		s.origins.port = strconv.Itoa(tcp.Port)
	}
	return l, nil
}

func (s *Service) closeIdle() {
	for _, t := range []*http.Transport{s.proxied, s.fetched, s.internet, s.afresh} {
		t.CloseIdleConnections()
	}
}
