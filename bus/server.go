package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// ServerConfig configures the embedded NATS server.
type ServerConfig struct {
	Listen string // "host:port", port 0 for any; "" = in-process connections only
	Data   string // folder of the file store; "" = state is kept in memory
	Name   string
}

// Server is an embedded NATS server with JetStream on.
type Server struct {
	srv     *server.Server
	log     *slog.Logger
	scratch string // folder to remove at the end
	listen  bool
	memory  bool
}

// StartServer starts one and waits until it takes connections. A taken port is
// an error for which errors.Is(err, syscall.EADDRINUSE) holds.
func StartServer(ctx context.Context, cfg ServerConfig, log *slog.Logger) (*Server, error) {
	s := &Server{log: log, listen: cfg.Listen != "", memory: cfg.Data == ""}
	opts := &server.Options{
		ServerName: cfg.Name,
		JetStream:  true,
		StoreDir:   cfg.Data,
		DontListen: !s.listen,
		NoSigs:     true,
	}
	if err := s.address(opts, cfg.Listen); err != nil {
		return nil, err
	}
	if err := s.folder(opts); err != nil {
		return nil, err
	}
	if err := s.start(ctx, opts); err != nil {
		s.Stop()
		return nil, fmt.Errorf("embedded NATS server: %w", err)
	}
	return s, nil
}

// address sets where to listen, after a look whether it can be had.
func (s *Server) address(opts *server.Options, listen string) error {
	if !s.listen {
		return nil
	}
	host, port, err := net.SplitHostPort(listen)
	if err == nil {
		opts.Port, err = strconv.Atoi(port)
	}
	if err != nil {
		return fmt.Errorf("embedded NATS server: listen address %q: write it like 127.0.0.1:4222", listen)
	}
	opts.Host = host
	probe, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("embedded NATS server: %w", err)
	}
	if opts.Port == 0 {
		opts.Port = server.RANDOM_PORT
	}
	return probe.Close()
}

// folder makes the store's folder; without one, JetStream gets a scratch folder
// for what others choose to keep in files.
func (s *Server) folder(opts *server.Options) error {
	if !s.memory {
		if err := os.MkdirAll(opts.StoreDir, 0o700); err != nil {
			return fmt.Errorf("embedded NATS server: data folder: %w", err)
		}
		return nil
	}
	var err error
	if s.scratch, err = os.MkdirTemp("", "asterism-nats-"); err != nil {
		return fmt.Errorf("embedded NATS server: scratch folder: %w", err)
	}
	opts.StoreDir = s.scratch
	return nil
}

func (s *Server) start(ctx context.Context, opts *server.Options) error {
	srv, err := server.NewServer(opts)
	if err != nil {
		return err
	}
	s.srv = srv
	tell := &serverLog{log: s.log, fatal: make(chan error, 1)}
	srv.SetLoggerV2(tell, false, false, false)
	started := make(chan struct{})
	go func() {
		defer close(started)
		srv.Start()
	}()
	select {
	case <-started: // Start returns once listening
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-tell.fatal:
		if strings.Contains(err.Error(), syscall.EADDRINUSE.Error()) { // taken since the look; the server tells only the text
			err = fmt.Errorf("%w: %w", err, syscall.EADDRINUSE)
		}
		return err
	default:
	}
	if !srv.ReadyForConnections(5 * time.Second) {
		return errors.New("took no connections within 5 s")
	}
	return nil
}

// ClientURL is where clients connect; "" without a listener.
func (s *Server) ClientURL() string {
	if !s.listen {
		return ""
	}
	url := s.srv.ClientURL()
	for _, all := range []string{"//0.0.0.0:", "//[::]:"} { // heard everywhere, reached here
		url = strings.Replace(url, all, "//127.0.0.1:", 1)
	}
	return url
}

// Connect makes an in-process connection.
func (s *Server) Connect(ctx context.Context, name string, log *slog.Logger) (*Conn, error) {
	cfg := Config{URL: "nats://in-process", Replicas: 1, Storage: "file"}
	if s.memory {
		cfg.Storage = "memory"
	}
	return connect(ctx, cfg, name, log, nats.InProcessServer(s.srv))
}

// Stop shuts the server down and waits.
func (s *Server) Stop() {
	if s.srv != nil {
		s.srv.Shutdown()
		s.srv.WaitForShutdown()
	}
	if s.scratch != "" {
		if err := os.RemoveAll(s.scratch); err != nil {
			s.log.Warn("scratch folder not removed", "folder", s.scratch, "error", err)
		}
	}
}
