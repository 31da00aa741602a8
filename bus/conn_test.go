package bus_test

import (
	"context"
	"errors"
	"net"
	"syscall"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/schemas"
)

// short bounds one test's waiting.
func short(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestRequest(t *testing.T) {
	c := bustest.New(t)
	s, err := c.NewService("constellation", bus.NewID(), "1.2.3", "test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop() })
	err = bus.RegistryMatch.Serve(s, nil, func(_ context.Context, m schemas.Match, _ bus.Params) (schemas.Registrations, error) {
		return schemas.Registrations{Registrations: []schemas.Registration{{ID: "1", Scope: m.URL}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := bus.RegistryMatch.Do(short(t), c, nil, schemas.Match{URL: "http://a/"})
	if err != nil || len(got.Registrations) != 1 || got.Registrations[0].Scope != "http://a/" {
		t.Fatalf("got %+v, %v", got, err)
	}
}

func TestStartServerOnTakenPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, err = bus.StartServer(short(t), bus.ServerConfig{Listen: l.Addr().String()}, bustest.Log(t))
	if !errors.Is(err, syscall.EADDRINUSE) {
		t.Fatalf("got %v; want address in use", err)
	}
}
