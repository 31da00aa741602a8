package cli

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"
)

// command runs a command line and gives its exit code and output.
func command(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = Run(t.Context(), args, &out, &errs)
	return code, out.String(), errs.String()
}

func TestUsage(t *testing.T) {
	for _, test := range []struct {
		args []string
		code int
		says string // on either output
	}{
		{nil, 0, "Usage: asterism"},
		{[]string{"--help"}, 0, "constellation"},
		{[]string{"up", "--help"}, 0, "--upstream"},
		{[]string{"registr"}, 2, "did you mean"},
		{[]string{"up", "--lisen", ":1"}, 2, "did you mean"},
		{[]string{"up", "/no/such/folder"}, 2, "/no/such/folder"},
		{[]string{"--log-format", "xml", "version"}, 2, "xml"},
		{[]string{"version"}, 0, "asterism "},
		{[]string{"up", ".", "--upstream", "http://127.0.0.1:1"}, 1, "not both"},
		{[]string{"up", "--upstream", "localhost"}, 1, "full URL"},
		{[]string{"up", "--listen", "nonsense"}, 1, "--listen"},
		{[]string{"open", "not a url"}, 1, "full URL"},
	} {
		code, stdout, stderr := command(t, test.args...)
		if code != test.code || !strings.Contains(stdout+stderr, test.says) {
			t.Errorf("asterism %v: exit %d, want %d, saying %q:\n%s%s", test.args, code, test.code, test.says, stdout, stderr)
		}
	}
}

func TestNothingRuns(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	t.Setenv("NATS_URL", "")
	for _, args := range [][]string{{"ls"}, {"register", "http://localhost/sw.js"}, {"open", "http://localhost/"}} {
		code, _, stderr := command(t, args...)
		if code != 1 || !strings.Contains(stderr, "asterism up") {
			t.Errorf("asterism %v: exit %d, %q", args, code, stderr)
		}
	}
}

func TestBadEnvironment(t *testing.T) {
	t.Setenv("MANAGER_EVENT_TIMEOUT", "soon")
	code, _, stderr := command(t, "manager")
	if code != 1 || !strings.Contains(stderr, "MANAGER_EVENT_TIMEOUT") || !strings.Contains(stderr, "soon") {
		t.Errorf("exit %d, %q", code, stderr)
	}
}

func TestConfigShowsEverything(t *testing.T) {
	t.Setenv("NATS_URL", "nats://example:4222")
	code, stdout, stderr := command(t, "config")
	if code != 0 {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	for _, says := range []string{"NATS_URL=nats://example:4222", "# default: nats://127.0.0.1:4222", "LOADER_LISTEN=", "MANAGER_IDLE_TIMEOUT="} {
		if !strings.Contains(stdout, says) {
			t.Errorf("config does not show %q:\n%s", says, stdout)
		}
	}
}

func TestRecords(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	older := running{PID: os.Getppid(), NATS: "nats://127.0.0.1:4222", Started: time.Unix(1, 0)}
	newer := running{PID: os.Getpid(), NATS: "nats://127.0.0.1:4223", Started: time.Unix(2, 0)}
	gone := running{PID: 1<<22 + 1, NATS: "nats://127.0.0.1:4224", Started: time.Unix(3, 0)} // above any pid
	var forget func()
	for _, r := range []running{older, newer, gone} {
		remove, err := record(r)
		if err != nil {
			t.Fatal(err)
		}
		if r.PID == newer.PID {
			forget = remove
		}
	}
	found, err := recorded()
	if err != nil || len(found) != 2 || found[0].NATS != newer.NATS || found[1].NATS != older.NATS {
		t.Fatalf("found %v, %v", found, err)
	}
	forget()
	if found, _ := recorded(); len(found) != 1 || found[0].NATS != older.NATS {
		t.Errorf("after one was removed: %v", found)
	}
}

func TestResolveScope(t *testing.T) {
	script, err := webURL("http://localhost:8080/app/sw.js?v=1#top")
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"":        "http://localhost:8080/app/",
		"./":      "http://localhost:8080/app/",
		"/":       "http://localhost:8080/",
		"/shop/":  "http://localhost:8080/shop/",
		"cart#no": "http://localhost:8080/app/cart",
	} {
		if got, err := resolve(script, path); err != nil || got != want {
			t.Errorf("%q is %q, %v; want %q", path, got, err, want)
		}
	}
}

// Every loopback name means the front door's origin.
func TestLoopbackNames(t *testing.T) {
	home, err := webURL("http://localhost:8080")
	if err != nil {
		t.Fatal(err)
	}
	for raw, want := range map[string]string{
		"http://127.0.0.1:8080/sw.js":    "http://localhost:8080/sw.js",
		"http://[::1]:8080/":             "http://localhost:8080/",
		"http://localhost:8080":          "http://localhost:8080/",
		"http://127.0.0.1:9090/sw.js":    "http://127.0.0.1:9090/sw.js",
		"https://127.0.0.1:8080/sw.js":   "https://127.0.0.1:8080/sw.js",
		"http://shop.example:8080/sw.js": "http://shop.example:8080/sw.js",
	} {
		if got, err := (target{origin: home}).url(raw); err != nil || got.String() != want {
			t.Errorf("%s is %s, %v; want %s", raw, got, err, want)
		}
	}
}

func TestLogLines(t *testing.T) {
	var out bytes.Buffer
	log := newLogger(&out, "text", "info")
	log.Debug("not shown")
	log.With("service", "manager").With("manager", "itself").WithGroup("worker").Warn("stopped", "scope", "http://localhost/", "reason", "took too long", "empty", "")
	_, line, _ := strings.Cut(out.String(), " ")
	want := `manager       warn: stopped  worker.scope=http://localhost/  worker.reason="took too long"` + "\n"
	if line != want {
		t.Errorf("got  %q\nwant %q", line, want)
	}

	out.Reset()
	newLogger(&out, "json", "debug").Log(context.Background(), slog.LevelDebug, "shown")
	if !strings.Contains(out.String(), `"msg":"shown"`) {
		t.Errorf("JSON: %q", out.String())
	}
}
