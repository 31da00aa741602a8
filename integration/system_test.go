package integration

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nats-io/nats.go"

	"asterism/bus"
)

// setup is what a test wants to have running.
type setup struct {
	site     string            // folder of the origin
	files    map[string]string // or its files
	upstream string            // or its URL
	data     string            // folder for state; "" = in memory
	listen   string            // of the front door; "" = any port
	env      []string          // of every process
	managers int               // 0 = 1; only with separate processes
}

// system is a running asterism.
type system struct {
	t      *testing.T
	origin string // of the front door
	nats   string // URL
	env    []string
	server *bus.Server // the test's own, with separate processes
	data   string
	all    []*command // every process
	byName map[string]*command
}

// deployments is the ways to run everything.
var deployments = map[string]func(*testing.T, setup) *system{
	"one-process": oneProcess,
	"processes":   processes,
}

// each runs the test in every deployment.
func each(t *testing.T, with setup, test func(t *testing.T, s *system)) {
	t.Parallel()
	for name, start := range deployments {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, start(t, with))
		})
	}
}

// folder is the site's folder, written first when the test gave files.
func (with setup) folder(t *testing.T) string {
	if with.files == nil {
		return with.site
	}
	folder := t.TempDir()
	for name, content := range with.files {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// oneProcess is `asterism up`; its commands find it through the state folder.
func oneProcess(t *testing.T, with setup) *system {
	args := []string{"up", "--listen", cmp.Or(with.listen, "127.0.0.1:0")}
	if with.upstream != "" {
		args = append(args, "--upstream", with.upstream)
	} else if folder := with.folder(t); folder != "" {
		args = append(args, folder)
	}
	if with.data != "" {
		args = append(args, "--data", with.data)
	}
	env := append([]string{"XDG_STATE_HOME=" + t.TempDir(), "NATS_URL="}, with.env...)
	up := launch(t, env, args...)
	s := &system{t: t, env: env, all: []*command{up}, byName: map[string]*command{}}
	s.origin = lastField(up.waitFor(t, "front door"))
	s.nats = strings.Fields(up.waitFor(t, "  nats  "))[1]
	up.waitFor(t, "Stop with Ctrl-C.")
	for _, name := range []string{"constellation", "manager", "loader", "scripthost"} {
		s.byName[name] = up
	}
	return s
}

// processes is one process per service around a NATS server of the test's.
func processes(t *testing.T, with setup) *system {
	server := startNATS(t, "127.0.0.1:0", with.data)
	upstream := with.upstream
	if upstream == "" {
		upstream = with.folder(t)
	}
	front := freeAddr(t)
	s := &system{t: t, server: server, data: with.data, nats: server.ClientURL(), origin: "http://" + strings.Replace(front, "127.0.0.1", "localhost", 1), byName: map[string]*command{}}
	s.env = append([]string{
		"NATS_URL=" + s.nats, "XDG_STATE_HOME=" + t.TempDir(),
		"LOADER_LISTEN=" + front, "LOADER_ORIGIN=" + s.origin, "LOADER_UPSTREAMS=*=" + upstream,
	}, with.env...)
	names := []string{"constellation", "loader", "scripthost"}
	for range max(1, with.managers) {
		names = append(names, "manager")
	}
	for _, name := range names {
		s.start(name)
	}
	for _, c := range s.all {
		c.waitFor(t, "ready")
	}
	return s
}

func startNATS(t *testing.T, listen, data string) *bus.Server {
	t.Helper()
	server, err := bus.StartServer(t.Context(), bus.ServerConfig{Listen: listen, Data: data, Name: "test"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

// restartNATS stops the test's NATS server and starts it again where it was.
func (s *system) restartNATS() {
	s.t.Helper()
	s.server.Stop()
	s.server = startNATS(s.t, strings.TrimPrefix(s.nats, "nats://"), s.data)
}

// start starts one service's process.
func (s *system) start(name string) *command {
	c := launch(s.t, s.env, "--log-format", "json", name)
	s.all = append(s.all, c)
	s.byName[name] = c
	return c
}

// asterism runs a command against the system.
func (s *system) asterism(args ...string) (string, error) { return runCommand(s.env, args...) }

// must runs a command that has to work and returns what it printed.
func (s *system) must(args ...string) string {
	s.t.Helper()
	out, err := s.asterism(args...)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// register registers the script at path for its folder, or for scope.
func (s *system) register(path, scope string) {
	s.t.Helper()
	args := []string{"register", s.origin + path}
	if scope != "" {
		args = append(args, "--scope", scope)
	}
	s.must(args...)
}

// get asks the front door for a path.
func (s *system) get(path string) (status int, body string, header http.Header) {
	s.t.Helper()
	res, err := http.Get(s.origin + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatalf("GET %s: the body: %v", path, err)
	}
	return res.StatusCode, string(data), res.Header
}

// subscribe listens to subjects as any NATS client would.
func (s *system) subscribe(subject string) <-chan *nats.Msg {
	s.t.Helper()
	nc := s.stranger()
	messages := make(chan *nats.Msg, 4096)
	if _, err := nc.ChanSubscribe(subject, messages); err != nil {
		s.t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		s.t.Fatal(err)
	}
	return messages
}

// stranger is a plain NATS connection.
func (s *system) stranger() *nats.Conn {
	s.t.Helper()
	nc, err := nats.Connect(s.nats)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(nc.Close)
	return nc
}

// conn is a connection with the contracts.
func (s *system) conn() *bus.Conn {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	conn, err := bus.Connect(ctx, bus.Config{URL: s.nats}, "test", slog.New(slog.DiscardHandler))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func lastField(line string) string {
	fields := strings.Fields(line)
	return fields[len(fields)-1]
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
