package lab

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"

	"asterism/app"
	"asterism/bus"
)

// AsService is the environment variable that makes the command one service: see
// [RunService].
const AsService = "ASTERISM_WPT_SERVICE"

// service is what a process that is to be one service is told.
type service struct {
	Name, NATS string
	Setup      Setup
}

// RunService is the process of one service: it reads which from in, writes a line
// to out when it is ready, and stops when in ends.
func RunService(ctx context.Context, in io.Reader, out io.Writer, log *slog.Logger) error {
	orders := json.NewDecoder(in)
	var s service
	if err := orders.Decode(&s); err != nil {
		return err
	}
	cfg, err := configure(s.Setup.network(), s.Setup.Root)
	if err != nil {
		return err
	}
	cfg.Bus.URL, cfg.Bus.Storage = s.NATS, "memory"
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		_, _ = io.Copy(io.Discard, in)
		stop()
	}()
	ready := func(app.Running) { fmt.Fprintln(out, "ready") }
	return app.Run(ctx, app.Plan{Targets: []string{s.Name}, Config: cfg, Ready: ready}, log)
}

// newProcesses starts a fresh system of one process per service, and waits until
// all are ready.
func newProcesses(ctx context.Context, setup Setup, log *slog.Logger) (*system, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	server, err := bus.StartServer(ctx, bus.ServerConfig{Name: "wpt", Listen: "127.0.0.1:0"}, log)
	if err != nil {
		return nil, err
	}
	var running []*exec.Cmd
	var pipes []io.Closer
	s := &system{done: make(chan struct{})}
	s.end = func() {
		defer close(s.done)
		if s.conn != nil {
			s.conn.Close()
		}
		for _, p := range pipes {
			_ = p.Close()
		}
		for _, cmd := range running {
			_ = cmd.Wait()
		}
		server.Stop()
	}
	for _, t := range app.Targets() {
		cmd := exec.Command(self)
		cmd.Env, cmd.Stderr = append(os.Environ(), AsService+"="+t.Name), os.Stderr
		in, err := cmd.StdinPipe()
		if err == nil {
			err = s.join(cmd, in, service{t.Name, server.ClientURL(), setup})
		}
		if err != nil {
			s.stop()
			return nil, fmt.Errorf("the process of the %s: %w", t.Name, err)
		}
		running, pipes = append(running, cmd), append(pipes, in)
	}
	if s.conn, err = server.Connect(ctx, "wpt", log); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// join starts a service's process and waits until it is ready.
func (s *system) join(cmd *exec.Cmd, in io.Writer, what service) error {
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	if err := json.NewEncoder(in).Encode(what); err != nil {
		return err
	}
	_, err = bufio.NewReader(out).ReadString('\n')
	return err
}
