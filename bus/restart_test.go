package bus_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// TestServerRestart stops a server under everything that is in use and starts
// it again on the same port, with its file store and without.
func TestServerRestart(t *testing.T) {
	for name, data := range map[string]string{"file": t.TempDir(), "memory": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			restart(t, data)
		})
	}
}

func restart(t *testing.T, data string) {
	ctx := short(t)
	cfg := bus.ServerConfig{Listen: freeAddr(t), Data: data, Name: "restarted"}
	server := startServer(t, cfg)
	log := newLines(t)
	connect := func(name string) *bus.Conn {
		storage := "file"
		if data == "" {
			storage = "memory"
		}
		c, err := bus.Connect(ctx, bus.Config{URL: server.ClientURL(), Storage: storage}, name, log.logger())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c
	}
	c, other := connect("service"), connect("front")

	table := openTable(t, bus.Registrations, c)
	scripts, err := bus.Scripts.Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	const kept, gone = "http://kept/", "http://gone/"
	for _, scope := range []string{kept, gone} {
		if _, err := table.Put(ctx, scope, reg("1", scope)); err != nil {
			t.Fatal(err)
		}
	}
	ready, told := follow(t, table)
	next(t, ready)
	next(t, told)
	next(t, told)
	jobs := make(chan *bus.Delivery[schemas.Job], 10)
	consume(t, c, func(d *bus.Delivery[schemas.Job]) { jobs <- d; _ = d.Ack() })
	publishJob(t, other, "before")
	next(t, jobs)
	s := service(t, c, "manager")
	err = bus.PingManager.Serve(s, bus.Params{"manager": "m"}, func(context.Context, schemas.Ping, bus.Params) (schemas.Pong, error) {
		return schemas.Pong{ID: "m"}, nil
	})
	if err != nil {
		t.Fatal(err)
	}

	back := other.Reconnected()
	server.Stop()
	log.wait(t, "lost NATS")
	for errors.Is(other.Healthy(), nil) { // each connection notices by itself
		if ctx.Err() != nil {
			t.Fatal("still healthy")
		}
	}
	if _, err := bus.PingManager.Do(ctx, other, bus.Params{"manager": "m"}, schemas.Ping{}); !errors.Is(err, bus.ErrDisconnected) {
		t.Errorf("asking meanwhile: %v", err)
	}
	startServer(t, cfg)
	log.wait(t, "NATS is back")
	next(t, back)

	for { // subscriptions are sent again on each connection in its own time
		_, err := bus.PingManager.Do(ctx, other, bus.Params{"manager": "m"}, schemas.Ping{})
		if err == nil {
			break
		}
		if ctx.Err() != nil {
			t.Fatalf("asking afterwards: %v", err)
		}
		if !errors.Is(err, bus.ErrNoResponders) {
			t.Logf("asking: %v", err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	if data == "" { // the bucket is gone: so are its entries
		for range 2 {
			if e := next(t, told); !e.Deleted {
				t.Errorf("told of %+v", e)
			}
		}
	}
	if _, err := scripts.Put(ctx, []byte("a script")); err != nil {
		t.Error(err)
	}
	if _, err := openTable(t, bus.Registrations, other).Put(ctx, kept, reg("2", kept)); err != nil {
		t.Fatal(err)
	}
	if e := next(t, told); e.Key != kept || e.Value.ID != "2" {
		t.Errorf("told of %+v", e)
	}
	publishJob(t, other, "after")
	if d := next(t, jobs); d.Value.ID != "after" {
		t.Errorf("got job %+v", d.Value)
	}
}
