package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"asterism/bus"
)

// Plan says what a process runs.
type Plan struct {
	Targets []string // service names; none means all four
	Config  Config
	// Server is a NATS server embedded in this process, stopped by the caller;
	// nil means Config.Bus says where NATS is.
	Server *bus.Server
	// Guest: the process is somebody else's, and runs other things too, such as
	// tests. Its garbage collector and processors are left as they are.
	Guest bool
	// Ready is called once, when every target is ready.
	Ready func(Running)
}

// Running is what Ready is told.
type Running struct {
	NATS     string        // URL of the NATS server that is used
	Version  string        // its version
	Embedded bool          // it runs in this process
	Services []string      // what runs here
	Took     time.Duration // from the start of Run
	Conn     *bus.Conn     // a connection of the caller's own, closed by Run
}

// Run runs the plan until ctx ends or a service fails, and stops in order. It
// returns nil after a clean stop.
func Run(ctx context.Context, plan Plan, log *slog.Logger) error {
	began := time.Now()
	defer plan.Config.Process.tune(plan.Guest)()
	targets, err := find(plan.Targets)
	if err != nil {
		return err
	}
	dial, running := nats(ctx, plan, log)
	fleet := newFleet(log)
	defer fleet.stop()
	for _, t := range targets {
		conn, err := dial(t.Name)
		if err != nil {
			return err
		}
		if err := fleet.start(t, plan.Config, conn); err != nil {
			return err
		}
		running.Services = append(running.Services, t.Name)
	}
	if plan.Ready != nil {
		conn, err := dial("operator")
		if err != nil {
			return err
		}
		defer conn.Close()
		running.Conn, running.Version = conn, conn.ServerVersion()
	}
	if err := fleet.ready(ctx); err != nil {
		return err
	}
	if plan.Ready != nil {
		running.Took = time.Since(began)
		plan.Ready(running)
	}
	return fleet.wait(ctx)
}

// nats gives the way to connect, and what is known of the server.
func nats(ctx context.Context, plan Plan, log *slog.Logger) (dial func(name string) (*bus.Conn, error), r Running) {
	if plan.Server == nil {
		return func(name string) (*bus.Conn, error) {
			return bus.Connect(ctx, plan.Config.Bus, "asterism "+name, log.With("service", name))
		}, Running{NATS: plan.Config.Bus.URL}
	}
	return func(name string) (*bus.Conn, error) {
		return plan.Server.Connect(ctx, "asterism "+name, log.With("service", name))
	}, Running{NATS: plan.Server.ClientURL(), Embedded: true}
}

// fleet is the services of this process.
type fleet struct {
	log    *slog.Logger
	ships  []*ship // in stopping order
	failed chan error
}

type ship struct {
	name   string
	conn   *bus.Conn
	ready  <-chan struct{}
	cancel context.CancelFunc
	done   chan struct{}
	err    error // once done
}

func newFleet(log *slog.Logger) *fleet {
	return &fleet{log: log, failed: make(chan error, len(Targets()))}
}

func (f *fleet) start(t Target, cfg Config, conn *bus.Conn) error {
	service, err := t.New(cfg, conn, f.log.With("service", t.Name))
	if err != nil {
		return errors.Join(fmt.Errorf("%s: %w", t.Name, err), conn.Close())
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &ship{name: t.Name, conn: conn, ready: service.Ready(), cancel: cancel, done: make(chan struct{})}
	f.ships = append(f.ships, s)
	go func() {
		defer close(s.done)
		if s.err = service.Run(ctx); s.err != nil {
			f.failed <- fmt.Errorf("%s: %w", t.Name, s.err)
		}
	}()
	return nil
}

// ready waits until every service is.
func (f *fleet) ready(ctx context.Context) error {
	for _, s := range f.ships {
		select {
		case <-s.ready:
		case err := <-f.failed:
			return err
		case <-ctx.Done():
			return nil
		}
	}
	return nil
}

// wait blocks until ctx ends (nil) or a service fails.
func (f *fleet) wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		f.log.Info("stopping: finishing what is under way")
		return nil
	case err := <-f.failed:
		return err
	}
}

// stop drains the services one after another.
func (f *fleet) stop() {
	for _, s := range f.ships {
		s.cancel()
		<-s.done
		if err := s.conn.Close(); err != nil {
			f.log.Warn("closing the connection", "service", s.name, "error", err)
		}
	}
}
