package bus_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/nats-io/nats.go/micro"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/schemas"
)

func service(t *testing.T, c *bus.Conn, name string) *bus.Service {
	t.Helper()
	s, err := c.NewService(name, bus.NewID(), "1.2.3", "for a test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestRequestErrors(t *testing.T) {
	ctx := short(t)
	c := bustest.New(t)
	advisories := advised(t, c)
	s := service(t, c, "constellation")
	late := make(chan struct{})
	err := bus.RegistryGet.Serve(s, nil, func(ctx context.Context, l schemas.Lookup, _ bus.Params) (schemas.Registrations, error) {
		switch l.Scope {
		case "panic":
			panic("test")
		case "secret":
			return schemas.Registrations{}, errors.New("password is hunter2")
		case "slow":
			<-late
		case "trace":
			return schemas.Registrations{Registrations: []schemas.Registration{{ID: bus.TraceOf(ctx)}}}, nil
		}
		return schemas.Registrations{}, &schemas.Error{Code: schemas.CodeNotFound, Message: "no " + l.Scope, Exception: "TypeError"}
	})
	if err == nil {
		err = c.Flush()
	}
	if err != nil {
		t.Fatal(err)
	}
	ask := func(ctx context.Context, scope string) (schemas.Registrations, *schemas.Error) {
		t.Helper()
		got, err := bus.RegistryGet.Do(ctx, c, nil, schemas.Lookup{Scope: scope})
		e, _ := errors.AsType[*schemas.Error](err)
		return got, e
	}
	if _, e := ask(ctx, "x"); e == nil || *e != (schemas.Error{Code: schemas.CodeNotFound, Message: "no x", Exception: "TypeError"}) {
		t.Errorf("coded error: %+v", e)
	}
	if _, e := ask(ctx, "secret"); e == nil || e.Code != schemas.CodeInternal || e.Message != "internal error" || e.Ref == "" {
		t.Errorf("private error: %+v", e)
	}
	if _, e := ask(ctx, "panic"); e == nil || e.Code != schemas.CodeInternal {
		t.Errorf("panic: %+v", e)
	}
	if a := next(t, advisories); a.Kind != "handler-panic" || a.Service != "constellation" {
		t.Errorf("advisory %+v", a)
	}
	if got, e := ask(bus.WithTrace(ctx, "00-1-2-03"), "trace"); e != nil || got.Registrations[0].ID != "00-1-2-03" {
		t.Errorf("trace: %+v, %v", got, e)
	}
	soon, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	if _, e := ask(soon, "slow"); e == nil || e.Code != schemas.CodeTimeout {
		t.Errorf("slow: %+v", e)
	}
	close(late)
	for _, data := range []string{"", "{", "[]", `{"scope":1}`, "\x00\xff"} {
		m, err := bus.Raw(t, c).Request("sw.registry.get", []byte(data), 10*time.Second)
		if err != nil || m.Header.Get(micro.ErrorCodeHeader) != string(schemas.CodeBadMessage) {
			t.Errorf("%q: answered with %v, %v", data, m, err)
		}
		if a := next(t, advisories); a.Kind != "bad-message" || a.Subject != "sw.registry.get" {
			t.Errorf("%q: advisory %+v", data, a)
		}
	}
	if _, err := bus.RegistryMatch.Do(ctx, c, nil, schemas.Match{}); !errors.Is(err, bus.ErrNoResponders) {
		t.Errorf("nobody: %v", err)
	}
}

func TestServiceProtocol(t *testing.T) {
	c := bustest.New(t)
	s := service(t, c, "loader")
	err := bus.Net.Serve(s, nil, func(context.Context, schemas.NetRequest, bus.Params) (schemas.NetReply, error) {
		return schemas.NetReply{Response: schemas.Response{Status: 200}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	meter, err := bus.Fetch.Endpoint(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	meter.Count(3*time.Millisecond, nil)
	meter.Count(time.Millisecond, errors.New("test"))
	for range 5 {
		got, err := bus.Net.Do(short(t), c, nil, schemas.NetRequest{ID: "1", Request: schemas.Request{Method: "GET", URL: "http://a/"}})
		if err != nil || got.Response.Status != 200 {
			t.Fatalf("got %+v, %v", got, err)
		}
	}
	read := func(subject string, v any) {
		t.Helper()
		m, err := bus.Raw(t, c).Request(subject, nil, 10*time.Second)
		if err == nil {
			err = json.Unmarshal(m.Data, v)
		}
		if err != nil {
			t.Fatalf("%s: %v", subject, err)
		}
	}
	var ping micro.Ping
	read("$SRV.PING", &ping)
	var info micro.Info
	read("$SRV.INFO.loader", &info)
	if ping.Name != "loader" || ping.Type != micro.PingResponseType || info.Description != "for a test" || len(info.Endpoints) != 2 ||
		info.Endpoints[0].Subject != "sw.net" || info.Endpoints[1].Subject != "sw.fetch.*.*.*.*.*" {
		t.Errorf("ping %+v, info %+v", ping, info)
	}
	var stats micro.Stats
	for ctx := short(t); ; { // a request is counted after its answer is sent
		if read("$SRV.STATS.loader."+info.ID, &stats); stats.Endpoints[0].NumRequests == 5 {
			break
		}
		if ctx.Err() != nil {
			t.Fatalf("stats %+v", stats.Endpoints[0])
		}
	}
	if e := stats.Endpoints[1]; e.NumRequests != 2 || e.NumErrors != 1 || e.LastError != "test" || e.AverageProcessingTime != 2*time.Millisecond {
		t.Errorf("stats %+v", e)
	}
}

func TestServiceStopDrains(t *testing.T) {
	c := bustest.New(t)
	s := service(t, c, "slow")
	entered, leave := make(chan struct{}), make(chan struct{})
	err := bus.CloseDocument.Serve(s, nil, func(context.Context, schemas.CloseDocument, bus.Params) (schemas.Done, error) {
		entered <- struct{}{}
		<-leave
		return schemas.Done{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	answered := make(chan error, 1)
	go func() {
		_, err := bus.CloseDocument.Do(context.Background(), c, bus.Params{"client": "x"}, schemas.CloseDocument{Client: "x"})
		answered <- err
	}()
	next(t, entered)
	stopped := make(chan error, 1)
	go func() { stopped <- s.Stop() }()
	select {
	case err := <-stopped:
		t.Fatalf("stopped with a request under way: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	close(leave)
	if err := next(t, answered); err != nil {
		t.Error(err)
	}
	if err := next(t, stopped); err != nil {
		t.Error(err)
	}
	if err := bus.CloseDocument.Serve(s, nil, nil); err == nil {
		t.Error("a stopped service takes endpoints")
	}
}

func TestNewServiceRefusesNames(t *testing.T) {
	c := bustest.New(t)
	for _, name := range []string{"", "a b", "a.b", "*"} {
		if _, err := c.NewService(name, "id", "1.0.0", ""); err == nil {
			t.Errorf("took the name %q", name)
		}
	}
}
