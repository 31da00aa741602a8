// Package bustest gives a test its own NATS: a real server with JetStream in
// this process, state in memory.
package bustest

import (
	"context"
	"testing"
	"time"

	"asterism/bus"
)

// New starts a server and connects to it. Both end with the test.
func New(t testing.TB) *bus.Conn {
	t.Helper()
	return Connect(t, Server(t), "test")
}

// Server starts a server that also listens on a free port of 127.0.0.1. It ends
// with the test.
func Server(t testing.TB) *bus.Server {
	t.Helper()
	s, err := bus.StartServer(context.Background(), bus.ServerConfig{Listen: "127.0.0.1:0"}, Log(t))
	if err != nil {
		t.Fatalf("bustest: %v", err)
	}
	t.Cleanup(s.Stop)
	return s
}

// Connect makes one more connection to s, in process. It is closed with the
// test.
func Connect(t testing.TB, s *bus.Server, name string) *bus.Conn {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	c, err := s.Connect(ctx, name, Log(t))
	if err != nil {
		t.Fatalf("bustest: %v", err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Errorf("bustest: close %s: %v", name, err)
		}
	})
	return c
}
