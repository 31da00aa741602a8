package loader

import (
	"bytes"
	"context"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"asterism/bus"
	"asterism/internal/webpush"
	"asterism/schemas"
)

// The endpoint takes what RFC 8030, 8291 and 8292 want it to take, and puts it
// into the queue as it is.
func TestPushDoor(t *testing.T) {
	w := start(t, nil)
	scope := w.register("/", "v1", nil)
	e, err := w.table.Get(t.Context(), scope)
	if err != nil {
		t.Fatal(err)
	}
	key, err := webpush.NewServerKey()
	if err != nil {
		t.Fatal(err)
	}
	public, err := webpush.ServerPublic(key)
	if err != nil {
		t.Fatal(err)
	}
	token := base64.RawURLEncoding.EncodeToString([]byte(scope)) + ".secret"
	records, err := bus.PushRecords.Open(t.Context(), w.conn)
	if err != nil {
		t.Fatal(err)
	}
	record := schemas.PushRecord{Scope: scope, Registration: e.Value.ID, Token: token, Private: []byte{1},
		Subscription: schemas.PushSubscription{Endpoint: "https://push.example" + schemas.PushPath + token, ServerKey: public}}
	if _, err := records.Put(t.Context(), scope, record); err != nil {
		t.Fatal(err)
	}
	vapid, err := webpush.Authorize(key, "https://push.example", "mailto:me@a.example", time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	elsewhere, err := webpush.Authorize(key, "https://other.example", "", time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	path := schemas.PushPath + token
	for name, c := range map[string]struct {
		path   string
		change func(http.Header)
		body   []byte
		status int
	}{
		"good":             {path, nil, []byte("sealed"), 201},
		"no payload":       {path, func(h http.Header) { h.Del("Content-Encoding") }, nil, 201},
		"topic":            {path, func(h http.Header) { h.Set("Topic", "upd_1-x") }, []byte("sealed"), 201},
		"a very long time": {path, func(h http.Header) { h.Set("TTL", strings.Repeat("9", 30)) }, []byte("sealed"), 201},
		"no TTL":           {path, func(h http.Header) { h.Del("TTL") }, []byte("sealed"), 400},
		"a bad topic":      {path, func(h http.Header) { h.Set("Topic", "a.b") }, []byte("sealed"), 400},
		"a bad urgency":    {path, func(h http.Header) { h.Set("Urgency", "now") }, []byte("sealed"), 400},
		"in the clear":     {path, func(h http.Header) { h.Del("Content-Encoding") }, []byte("text"), 415},
		"too large":        {path, nil, make([]byte, webpush.MaxMessage+1), 413},
		"nobody":           {path, func(h http.Header) { h.Del("Authorization") }, []byte("sealed"), 401},
		"another audience": {path, func(h http.Header) { h.Set("Authorization", elsewhere) }, []byte("sealed"), 403},
		"another token":    {path + "x", nil, []byte("sealed"), 410},
		"no token":         {schemas.PushPath + "!", nil, []byte("sealed"), 404},
	} {
		h := http.Header{"Ttl": {"60"}, "Content-Encoding": {"aes128gcm"}, "Authorization": {vapid}}
		if c.change != nil {
			c.change(h)
		}
		if resp, body := w.do("POST", c.path, bytes.NewReader(c.body), h); resp.StatusCode != c.status {
			t.Errorf("%s: %d %q, want %d", name, resp.StatusCode, body, c.status)
		} else if c.status == 201 && !strings.HasPrefix(resp.Header.Get("Location"), record.Subscription.Endpoint+"/") {
			t.Errorf("%s: Location %q", name, resp.Header.Get("Location"))
		}
	}
	// Each topic has one message, and one is taken back.
	h := http.Header{"Ttl": {"60"}, "Content-Encoding": {"aes128gcm"}, "Authorization": {vapid}, "Topic": {"news"}}
	var location string
	for _, text := range []string{"old", "new", "newest"} {
		resp, _ := w.do("POST", path, strings.NewReader(text), h)
		location = resp.Header.Get("Location")
	}
	h.Set("Topic", "gone")
	w.do("POST", path, strings.NewReader("gone"), h)
	if resp, _ := w.do("DELETE", strings.TrimPrefix(location, "https://push.example")[:len(path)]+"/topic-gone", nil, nil); resp.StatusCode != 204 {
		t.Errorf("taken back: %d", resp.StatusCode)
	}
	if n, err := bus.Functionals.Waiting(t.Context(), w.conn, bus.Params{"type": "push", "scope": scope}); err != nil || n != 5 {
		t.Errorf("%d messages wait, %v; want 5", n, err)
	}
	got := map[string]schemas.Functional{}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := bus.Functionals.Consume(ctx, w.conn, func(d *bus.Delivery[schemas.Functional]) {
		got[d.Params["slot"]] = d.Value
		_ = d.Ack()
		if len(got) == 5 {
			cancel()
		}
	}); err != nil {
		t.Fatal(err)
	}
	if f := got["topic-news"]; string(f.Sealed) != "newest" || f.Registration != record.Registration || f.Expires.Sub(f.At) != time.Minute {
		t.Errorf("got %+v", got)
	}
	// A registration that is gone takes its subscription along.
	if err := w.table.Delete(t.Context(), scope, 0); err != nil {
		t.Fatal(err)
	}
	h.Del("Topic")
	until(t, "the endpoint is gone", func() bool {
		resp, _ := w.do("POST", path, strings.NewReader("x"), h)
		return resp.StatusCode == 410
	})
}
