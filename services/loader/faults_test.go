package loader

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// What is no network request gets an error that says so, and harms nothing.
func TestMalformedMessages(t *testing.T) {
	w := start(t, func(c *Config) { c.Upstreams = []string{"*=" + t.TempDir()} })
	good := schemas.NetRequest{ID: "x", Request: schemas.Request{Method: "GET", URL: w.origin + "/"}}
	frame, err := good.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	at, err := bus.NetAt.SubjectFor(bus.Params{"loader": w.loader.ID()})
	if err != nil {
		t.Fatal(err)
	}
	for _, subject := range []string{"sw.net", at} {
		for _, data := range [][]byte{nil, []byte("garbage"), frame[:len(frame)/2], []byte(`{"json": true}`)} {
			call, err := w.conn.Ask(subject, data, "")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := call.Next(t.Context(), 5*time.Second); public(err).Code != schemas.CodeBadMessage {
				t.Errorf("%s %q: %v", subject, data, err)
			}
			call.Done()
		}
	}
	if err := bus.NetAbort.Publish(w.conn, nil, schemas.Abort{ID: "nobody"}); err != nil {
		t.Error(err)
	}
	if rep := w.fetch(schemas.NetRequest{Origin: w.origin, Request: schemas.Request{URL: w.origin + "/none"}}); rep.Response.Status != 404 {
		t.Errorf("%+v", rep)
	}
}

// A registration that cannot be read or named does not stop the others.
func TestOddRegistrations(t *testing.T) {
	w := start(t, nil)
	for _, change := range []func(*schemas.Registration){
		func(r *schemas.Registration) { r.Active.Version = "not a token" },
		func(r *schemas.Registration) { r.Active = nil },
	} {
		reg := schemas.Registration{ID: "r", Scope: w.origin + "/odd/", UpdateViaCache: "imports", Active: &schemas.Worker{Version: "v1", State: "activated", ScriptURL: "x", Type: "classic", Script: "x", Program: "x"}}
		change(&reg)
		if _, err := w.table.Put(t.Context(), reg.Scope, reg); err != nil {
			t.Fatal(err)
		}
	}
	w.register("/", "v1", nil)
	w.manage("m", func(e *event) { e.text(200, e.Scope) })
	if _, body := w.get("/odd/"); body != w.origin+"/" {
		t.Errorf("%q", body)
	}
	if err := w.table.Delete(t.Context(), w.origin+"/", 0); err != nil {
		t.Fatal(err)
	}
	until(t, "the registration is gone", func() bool { return w.loader.index.Len() == 0 })
	if resp, _ := w.get("/"); resp.StatusCode != http.StatusBadGateway {
		t.Errorf("%d", resp.StatusCode)
	}
}

// NATS goes away: scopes say so, the rest of the site goes on.
func TestNATSAway(t *testing.T) {
	t.Parallel()
	w := start(t, func(c *Config) { c.Upstreams = []string{"*=" + t.TempDir()} })
	w.register("/app/", "v1", nil)
	w.manage("m", func(e *event) { e.text(200, "worker") })
	if _, body := w.get("/app/"); body != "worker" {
		t.Fatalf("%q", body)
	}
	w.server.Stop()
	until(t, "the loader noticed", func() bool { return w.loader.healthy() != nil })
	resp, body := w.get("/app/")
	if resp.StatusCode != 503 || !strings.Contains(body, "NATS") || resp.Header.Get("Retry-After") == "" {
		t.Errorf("%d %q", resp.StatusCode, body)
	}
	if resp, _ := w.get("/else"); resp.StatusCode != 404 {
		t.Errorf("%d", resp.StatusCode)
	}
}
