package lab

import (
	"context"
	"log/slog"
	"net"
	"strconv"
	"time"

	"asterism/app"
	"asterism/bus"
	"asterism/wpt/origin"
)

// system is one whole system, fresh.
type system struct {
	conn *bus.Conn
	end  func()
	done chan struct{}
}

// configure is what a system of the runner's is like.
func configure(o *origin.Server, root string) (app.Config, error) {
	cfg, err := app.Load()
	if err != nil {
		return cfg, err
	}
	o.Configure(&cfg.Loader, root)
	// Workers of both origins; the suite has tests whose URLs are of the http one.
	plain := []string{"http://" + net.JoinHostPort(origin.Host, strconv.Itoa(o.Ports.HTTP[0]))}
	cfg.Constellation.TrustedOrigins, cfg.Scripthost.TrustedOrigins = plain, plain
	cfg.Loader.Listen = "127.0.0.1:0"
	cfg.Loader.WorkerTimeout = patience
	cfg.Loader.DrainTimeout, cfg.Manager.DrainTimeout = 100*time.Millisecond, 100*time.Millisecond
	// Tests take their time, and the runner has limits of its own.
	cfg.Scripthost.LoadTimeout, cfg.Scripthost.TurnTimeout = patience, patience
	cfg.Manager.TurnTimeout, cfg.Manager.EventTimeout, cfg.Manager.IdleTimeout = patience, patience, patience
	return cfg, nil
}

// newSystem starts one in this process and waits until it is ready.
func newSystem(ctx context.Context, setup Setup, log *slog.Logger) (*system, error) {
	cfg, err := configure(setup.network(), setup.Root)
	if err != nil {
		return nil, err
	}
	server, err := bus.StartServer(ctx, bus.ServerConfig{Name: "wpt"}, log)
	if err != nil {
		return nil, err
	}
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	s := &system{end: end, done: make(chan struct{})}
	ready, failed := make(chan *bus.Conn, 1), make(chan error, 1)
	go func() {
		defer close(s.done)
		defer server.Stop()
		failed <- app.Run(life, app.Plan{Config: cfg, Server: server, Ready: func(r app.Running) { ready <- r.Conn }}, log)
	}()
	select {
	case s.conn = <-ready:
		return s, nil
	case err := <-failed:
		end()
		<-s.done
		return nil, err
	}
}

// stop throws the system away.
func (s *system) stop() {
	s.end()
	<-s.done
}

// patience is longer than any test may take.
const patience = 80 * time.Second
