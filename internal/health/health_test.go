package health_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"asterism/internal/health"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestServe(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ready := make(chan struct{})
	var sick atomic.Bool
	healthy := func() error {
		if sick.Load() {
			return errors.New("not connected to NATS")
		}
		return nil
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- health.ServeOn(ctx, l, "loader", ready, healthy) }()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	check := func(path string, status int, body string) {
		t.Helper()
		resp, err := client.Get("http://" + l.Addr().String() + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		if resp.StatusCode != status || strings.TrimSpace(string(b)) != body {
			t.Errorf("%s: %d %q", path, resp.StatusCode, b)
		}
	}
	check("/livez", 200, "loader ok")
	check("/readyz", 503, "loader starting")
	close(ready)
	check("/readyz", 200, "loader ok")
	sick.Store(true)
	check("/readyz", 503, "loader not connected to NATS")
	check("/livez", 200, "loader ok")
	stop()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestOffAndTaken(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if err := health.Serve(ctx, "", "loader", nil, nil); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	err = health.Serve(context.Background(), l.Addr().String(), "loader", nil, nil)
	if err == nil || !strings.Contains(err.Error(), "loader") || !strings.Contains(err.Error(), "another address") {
		t.Fatal(err)
	}
}
