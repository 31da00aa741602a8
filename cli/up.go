package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"asterism/app"
	"asterism/bus"
	"asterism/schemas"
)

// up runs everything in one process.
type up struct {
	Folder   string   `arg:"" optional:"" help:"A folder of static files to serve." type:"existingdir"`
	Upstream string   `help:"A web server to stand in front of, instead of a folder." placeholder:"URL"`
	Listen   string   `help:"Where the front door listens." default:"127.0.0.1:8080"`
	Data     string   `help:"Keep registrations and scripts in this folder. Default: in memory." placeholder:"DIR"`
	Register []string `help:"Register the worker of this path once up, for its folder or for SCOPE. May be repeated." placeholder:"PATH[=SCOPE]" sep:"none"`
}

func (u up) Help() string {
	return "NATS listens on 127.0.0.1:4222 or the next free port; the other commands find it by themselves."
}

func (u up) Run(sh shell) error {
	if u.Folder != "" && u.Upstream != "" {
		return errors.New("give a folder or --upstream, not both")
	}
	cfg, err := app.Load()
	if err != nil {
		return err
	}
	front, err := net.Listen("tcp", u.Listen)
	if err != nil {
		if errors.Is(err, syscall.EADDRINUSE) {
			return fmt.Errorf("%s is taken: choose another with --listen", u.Listen)
		}
		return fmt.Errorf("--listen %s: %w", u.Listen, err)
	}
	defer front.Close() // the loader closes it too: for the errors on the way
	home, err := u.home(front.Addr())
	if err != nil {
		return err
	}
	cfg.Loader.Listener = front
	cfg.Loader.Origin = home
	if err := u.upstreams(&cfg); err != nil {
		return err
	}
	server, err := u.startNATS(sh)
	if err != nil {
		return err
	}
	defer server.Stop()
	var forget func()
	defer func() {
		if forget != nil {
			forget()
		}
	}()
	failed := make(chan error, 1)
	ctx, stop := context.WithCancel(sh.ctx)
	defer stop()
	err = app.Run(ctx, app.Plan{
		Config: cfg,
		Server: server,
		Ready: func(r app.Running) {
			forget = u.announce(sh, home, r)
			if err := u.logs(sh, r.Conn); err != nil {
				sh.log.Warn("worker consoles are not shown", "error", err)
			}
			go func() {
				if err := u.register(shell{ctx: ctx, out: sh.out, err: sh.err, log: sh.log}, home, r.Conn); err != nil {
					failed <- err
					stop()
				}
			}()
		},
	}, sh.log)
	select {
	case cause := <-failed:
		return errors.Join(cause, err)
	default:
		return err
	}
}

// home is the front door's origin: http://localhost:PORT unless it listens on
// one particular address.
func (u up) home(addr net.Addr) (string, error) {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return "", err
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsLoopback() || ip.IsUnspecified() {
		host = "localhost"
	}
	if port == "80" {
		return "http://" + host, nil
	}
	return "http://" + net.JoinHostPort(host, port), nil
}

// upstreams makes the folder or the upstream the default one.
func (u up) upstreams(cfg *app.Config) error {
	target := u.Upstream
	if u.Folder != "" {
		folder, err := filepath.Abs(u.Folder)
		if err != nil {
			return err
		}
		target = folder
	} else if target != "" {
		if _, err := webURL(target); err != nil {
			return fmt.Errorf("the web server to stand in front of: %w", err)
		}
	}
	if target != "" {
		cfg.Loader.Upstreams = append(cfg.Loader.Upstreams, "*="+target)
	}
	return nil
}

// natsPorts is how many ports from the usual one on are tried.
const natsPorts = 100

// startNATS starts the embedded server on the first free port from 4222 on.
func (u up) startNATS(sh shell) (*bus.Server, error) {
	cfg := bus.ServerConfig{Name: "asterism"}
	if u.Data != "" {
		folder, err := filepath.Abs(u.Data)
		if err != nil {
			return nil, err
		}
		cfg.Data = folder
	}
	for port := 4222; port < 4222+natsPorts; port++ {
		cfg.Listen = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
		server, err := bus.StartServer(sh.ctx, cfg, sh.log.With("service", "nats"))
		if err == nil || !errors.Is(err, syscall.EADDRINUSE) {
			return server, err
		}
	}
	return nil, fmt.Errorf("no free port for NATS between 4222 and %d", 4222+natsPorts-1)
}

// announce records this process and tells the person what runs where.
func (u up) announce(sh shell, home string, r app.Running) (forget func()) {
	forget, err := record(running{PID: os.Getpid(), NATS: r.NATS, Origin: home, Started: time.Now()})
	if err != nil {
		sh.log.Warn("other commands will not find this process by themselves; set NATS_URL for them", "error", err)
	}
	serves := "nothing: every request needs a worker"
	switch {
	case u.Folder != "":
		serves = "the folder " + u.Folder
	case u.Upstream != "":
		serves = u.Upstream
	}
	keeps := "in memory: gone at exit (keep it with --data DIR)"
	if u.Data != "" {
		keeps = u.Data
	}
	sh.printf("asterism %s is up (%s)\n\n", buildVersion(), r.Took.Round(time.Millisecond))
	sh.printf("  front door  %s\n", home)
	sh.printf("  serves      %s\n", serves)
	sh.printf("  services    %s\n", strings.Join(r.Services, ", "))
	sh.printf("  nats        %s (server %s, embedded)\n", r.NATS, r.Version)
	sh.printf("  state       %s\n\n", keeps)
	sh.printf("Try  curl %s/\n", home)
	if len(u.Register) == 0 {
		sh.printf("     asterism register /sw.js\n")
	}
	sh.printf("     asterism open /\n")
	sh.printf("     asterism ls\n")
	sh.printf("Stop with Ctrl-C.\n\n")
	return forget
}

// register registers the workers named on the command line.
func (u up) register(sh shell, home string, conn *bus.Conn) error {
	for _, spec := range u.Register {
		path, scope, _ := strings.Cut(spec, "=")
		script, err := webURL(home + "/" + strings.TrimPrefix(path, "/"))
		if err != nil {
			return err
		}
		r := register{Scope: scope, Type: "classic", UpdateViaCache: "imports"}
		if err := r.on(sh, conn, script); err != nil {
			return err
		}
	}
	return nil
}

// logs shows the workers' consoles on this terminal.
func (u up) logs(sh shell, conn *bus.Conn) error {
	log := sh.log.With("service", "worker")
	_, err := bus.WorkerLog.Subscribe(conn, bus.Params{}, func(l schemas.Log, _ bus.Params) {
		log.Log(sh.ctx, consoleLevel(l.Level), l.Text, "scope", l.Scope)
	})
	return err
}
