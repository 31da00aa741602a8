package origin

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"asterism/wpt/suite"
)

//go:embed launcher.py
var launcher []byte

// startTimeout bounds the server's start.
const startTimeout = 60 * time.Second

// Server is a running server of the suite.
type Server struct {
	Ports Ports
	// CA is the file of the authority that vouches for it; "" when it is not
	// known, and then any certificate will do.
	CA    string
	Moved bool // not all ports are the usual ones

	dir  string
	cmd  *exec.Cmd
	life io.Closer
	gone chan error
}

// Running is a server that was started by somebody else, by its address.
func Running(address string) (*Server, error) {
	ports, err := parsePorts(address)
	if err != nil {
		return nil, err
	}
	s := &Server{Ports: ports, Moved: ports != usual}
	if err := s.answers(); err != nil {
		return nil, fmt.Errorf("--server %s: %w", address, err)
	}
	return s, nil
}

// Start runs the server of the folder root with python, and waits until it
// answers. What it says goes to log. It ends with this process, or by Stop.
func Start(ctx context.Context, root, python string, log io.Writer) (s *Server, err error) {
	s = &Server{gone: make(chan error, 1)}
	defer func() {
		if err != nil {
			s.Stop()
		}
	}()
	if s.Ports, s.Moved, err = free(); err != nil {
		return s, err
	}
	if s.dir, err = os.MkdirTemp("", "asterism-wpt-"); err != nil {
		return s, err
	}
	if err = certificates(s.dir); err != nil {
		return s, err
	}
	s.CA = filepath.Join(s.dir, "ca.pem")
	if err = os.WriteFile(filepath.Join(s.dir, "launcher.py"), launcher, 0o600); err != nil {
		return s, err
	}
	config, err := json.MarshalIndent(s.config(), "", "  ")
	if err != nil {
		return s, err
	}
	if err = os.WriteFile(filepath.Join(s.dir, "config.json"), config, 0o600); err != nil {
		return s, err
	}
	// Not CommandContext: Stop ends it in order.
	s.cmd = exec.Command(python, filepath.Join(s.dir, "launcher.py"), root, filepath.Join(s.dir, "config.json"))
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if s.life, err = s.cmd.StdinPipe(); err != nil {
		return s, err
	}
	if err = s.cmd.Start(); err != nil {
		return s, fmt.Errorf("the server of %s needs Python 3: %w", root, err)
	}
	go func() { s.gone <- s.cmd.Wait() }()
	return s, s.wait(ctx)
}

// config is the server's configuration.
func (s *Server) config() map[string]any {
	p := s.Ports
	return map[string]any{
		"server_host": "127.0.0.1", "check_subdomains": false, "bind_address": true, "log_level": "warning",
		"ports": map[string]any{
			"http": p.HTTP, "https": p.HTTPS, "ws": []int{p.WS}, "wss": []int{p.WSS}, "h2": []int{p.H2},
		},
		"ssl": map[string]any{"type": "pregenerated", "pregenerated": map[string]any{
			"host_key_path": filepath.Join(s.dir, "key.pem"), "host_cert_path": filepath.Join(s.dir, "cert.pem"),
		}},
	}
}

func (s *Server) wait(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	for {
		err := s.answers()
		if err == nil {
			err = listen(s.Ports.WS, s.Ports.WSS, s.Ports.H2) // processes of their own, and slower
		}
		if err == nil {
			return nil
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case gone := <-s.gone:
			s.gone <- gone
			return fmt.Errorf("the server ended before it answered: %v (see its output)", gone)
		case <-ctx.Done():
			return fmt.Errorf("the server does not answer: %w", err)
		}
	}
}

// answers says whether the ports for HTTP and HTTPS take connections.
func (s *Server) answers() error { return listen(s.Ports.HTTP[0], s.Ports.HTTPS[0]) }

// listen says whether all of these ports take connections.
func listen(ports ...int) error {
	for _, port := range ports {
		conn, err := net.DialTimeout("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), time.Second)
		if err != nil {
			return err
		}
		if err := conn.Close(); err != nil {
			return err
		}
	}
	return nil
}

// Done gives the server's end, when this process started it.
func (s *Server) Done() <-chan error { return s.gone }

// Stop ends a server that Start has started, and removes its files.
func (s *Server) Stop() {
	if s.life != nil {
		_ = s.life.Close() // which ends it
		select {
		case <-s.gone:
		case <-time.After(5 * time.Second):
			_ = s.cmd.Process.Kill()
			<-s.gone
		}
	}
	if s.dir != "" {
		_ = os.RemoveAll(s.dir)
	}
}

// URL is where a test is opened. Names of files tell what they need: .https. a
// secure origin, .h2. the server for HTTP/2, .www. another host.
func (s *Server) URL(t suite.Test) string {
	scheme, host, port := "http", Host, s.Ports.HTTP[0]
	switch {
	case t.Has("h2"):
		scheme, port = "https", s.Ports.H2
	case t.Secure():
		scheme, port = "https", s.Ports.HTTPS[0]
	}
	if t.Has("www") {
		host = "www." + Host
	}
	return fmt.Sprintf("%s://%s:%d%s", scheme, host, port, t.Path)
}

// Address is how --server names the server.
func (s *Server) Address() string {
	return fmt.Sprintf("http://%s:%d,https://%s:%d", Host, s.Ports.HTTP[0], Host, s.Ports.HTTPS[0])
}
