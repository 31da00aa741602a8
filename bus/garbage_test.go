package bus_test

import (
	"context"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/schemas"
)

// TestGarbage serves, watches and consumes while garbage comes in, and then
// still does.
func TestGarbage(t *testing.T) {
	server := bustest.Server(t)
	c := bustest.Connect(t, server, "victim")
	advisories := advised(t, c)
	s := service(t, c, "victim")
	err := bus.Net.Serve(s, nil, func(context.Context, schemas.NetRequest, bus.Params) (schemas.NetReply, error) {
		return schemas.NetReply{Response: schemas.Response{Status: 200}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	members := openTable(t, bus.Members, c)
	openTable(t, bus.Registrations, c)
	ready, told := follow(t, members)
	next(t, ready)
	jobs := make(chan *bus.Delivery[schemas.Job], 10)
	consume(t, c, func(d *bus.Delivery[schemas.Job]) { jobs <- d; _ = d.Ack() })
	publishJob(t, c, "before")
	next(t, jobs)

	bustest.Garbage(t, server.ClientURL(), nil)
	seen := map[string]bool{}
	late := time.After(10 * time.Second)
	for !seen["sw.net"] || !seen["$KV.sw_members.garbage"] || !seen["sw.job.http.localhost.80./garbage/"] {
		select {
		case a := <-advisories:
			seen[a.Subject] = seen[a.Subject] || a.Kind == "bad-message"
		case <-late:
			t.Fatalf("advisories only for %v", seen)
		}
	}
	if _, err := bus.Net.Do(short(t), c, nil, schemas.NetRequest{ID: "1", Request: schemas.Request{Method: "GET", URL: "http://a/"}}); err != nil {
		t.Error(err)
	}
	if _, err := members.Put(short(t), "fine", schemas.Member{ID: "fine"}); err != nil {
		t.Error(err)
	}
	if e := next(t, told); e.Key != "fine" {
		t.Errorf("told of %+v", e)
	}
	publishJob(t, c, "after")
	if d := next(t, jobs); d.Value.ID != "after" {
		t.Errorf("got %+v", d.Value)
	}
}
