package app

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"asterism/bus"
	"asterism/bus/bustest"
)

func TestMain(m *testing.M) { bustest.Main(m) }

var quiet = slog.New(slog.DiscardHandler)

// Everything starts on an embedded server and stops without a trace.
func TestRunAll(t *testing.T) {
	server, err := bus.StartServer(t.Context(), bus.ServerConfig{Name: "test"}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Stop()
	cfg, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Loader.Listen = "127.0.0.1:0"
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var ran []string
	err = Run(ctx, Plan{Config: cfg, Server: server, Ready: func(r Running) {
		ran = r.Services
		if !r.Embedded || r.Version == "" || r.Conn == nil {
			t.Errorf("told of %+v", r)
		}
		cancel()
	}}, quiet)
	if err != nil {
		t.Error(err)
	}
	if got := strings.Join(ran, " "); got != "loader scripthost manager constellation" {
		t.Errorf("ran %q", got)
	}
}

func TestUnknownTarget(t *testing.T) {
	err := Run(t.Context(), Plan{Targets: []string{"managr"}}, quiet)
	if err == nil || !strings.Contains(err.Error(), "manager") {
		t.Errorf("%v", err)
	}
}

// A service that cannot start stops the whole, and says which and why.
func TestServiceFails(t *testing.T) {
	server, err := bus.StartServer(t.Context(), bus.ServerConfig{Name: "test"}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Stop()
	cfg, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Loader.Listen = "no such address"
	err = Run(t.Context(), Plan{Config: cfg, Server: server}, quiet)
	if err == nil || !strings.HasPrefix(err.Error(), "loader: ") {
		t.Errorf("%v", err)
	}
}
