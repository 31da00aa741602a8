package bus_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"asterism/bus"
	"asterism/bus/bustest"
)

// plainServer is a nats-server with these options, on a free port.
func plainServer(t *testing.T, opts *server.Options) string {
	t.Helper()
	opts.Host, opts.Port, opts.NoSigs, opts.NoLog = "127.0.0.1", server.RANDOM_PORT, true, true
	opts.WriteDeadline = 500 * time.Millisecond
	if opts.JetStream {
		opts.StoreDir = t.TempDir()
	}
	srv, err := server.NewServer(opts)
	if err != nil {
		t.Fatal(err)
	}
	go srv.Start()
	t.Cleanup(func() { srv.Shutdown(); srv.WaitForShutdown() })
	if !srv.ReadyForConnections(5 * time.Second) {
		t.Fatal("server not ready")
	}
	return srv.ClientURL()
}

func TestConnectRefusals(t *testing.T) {
	for name, test := range map[string]struct {
		opts server.Options
		cfg  bus.Config // URL from the server when empty
		want []string   // in the error
	}{
		"no JetStream":   {want: []string{"has no JetStream", "-js"}},
		"no password":    {opts: server.Options{JetStream: true, Username: "u", Password: "secret"}, want: []string{"refuses these credentials", "NATS_CREDS"}},
		"no such file":   {opts: server.Options{JetStream: true}, cfg: bus.Config{Creds: filepath.Join(os.TempDir(), "no such file")}, want: []string{"NATS_CREDS", "no such file"}},
		"bad URL":        {cfg: bus.Config{URL: "http://127.0.0.1"}, want: []string{"NATS_URL", "nats://host:4222"}},
		"empty URL":      {cfg: bus.Config{URL: " "}, want: []string{"NATS_URL is empty"}},
		"bad storage":    {cfg: bus.Config{URL: "nats://127.0.0.1", Storage: "tape"}, want: []string{"NATS_STORAGE", "file or memory"}},
		"many replicas":  {cfg: bus.Config{URL: "nats://127.0.0.1", Replicas: 9}, want: []string{"NATS_REPLICAS", "1 to 5"}},
		"scheme missing": {cfg: bus.Config{URL: "127.0.0.1:4222"}, want: []string{"NATS_URL"}},
	} {
		t.Run(name, func(t *testing.T) {
			if test.cfg.URL == "" {
				test.cfg.URL = plainServer(t, &test.opts)
			}
			c, err := bus.Connect(short(t), test.cfg, "test", bustest.Log(t))
			if err == nil {
				_ = c.Close()
				t.Fatal("connected")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q lacks %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("error %q tells a password", err)
			}
		})
	}
}

func TestConnectWithPassword(t *testing.T) {
	url := plainServer(t, &server.Options{JetStream: true, Username: "u", Password: "pw"})
	c, err := bus.Connect(short(t), bus.Config{URL: strings.Replace(url, "nats://", "nats://u:pw@", 1)}, "test", bustest.Log(t))
	if err != nil {
		t.Fatal(err)
	}
	if v := c.ServerVersion(); v != server.VERSION {
		t.Errorf("version %q", v)
	}
	if c.MaxPayload() != 1<<20 || c.Healthy() != nil {
		t.Errorf("max payload %d, health %v", c.MaxPayload(), c.Healthy())
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if err := c.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}

// TestConnectWaits starts before the server does.
func TestConnectWaits(t *testing.T) {
	addr := freeAddr(t)
	log := newLines(t)
	got := make(chan error, 1)
	go func() {
		c, err := bus.Connect(short(t), bus.Config{URL: "nats://user:hidden@" + addr}, "early", log.logger())
		if err == nil {
			err = c.Close()
		}
		got <- err
	}()
	line := log.wait(t, "waiting for NATS")
	if strings.Contains(line, "hidden") || !strings.Contains(line, addr) {
		t.Errorf("log line %q", line)
	}
	startServer(t, bus.ServerConfig{Listen: addr})
	if err := next(t, got); err != nil {
		t.Error(err)
	}
}

func TestConnectGivesUpWithContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := bus.Connect(ctx, bus.Config{URL: "nats://" + freeAddr(t)}, "test", bustest.Log(t))
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "did not answer") {
		t.Errorf("got %v", err)
	}
}

func startServer(t *testing.T, cfg bus.ServerConfig) *bus.Server {
	t.Helper()
	s, err := bus.StartServer(short(t), cfg, bustest.Log(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

// freeAddr is an address nobody listens on.
func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
