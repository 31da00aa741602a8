package eventsource

import (
	"context"
	"embed"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/abort"
	"asterism/webapi/blob"
	"asterism/webapi/events"
	"asterism/webapi/fetch"
	"asterism/webapi/formdata"
	"asterism/webapi/streams"
	"asterism/webapi/timers"
	"asterism/webapi/weburl"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: func(r *js.Realm) {
		for _, install := range []func(*js.Realm){
			events.Install, abort.Install, streams.Install, blob.Install, formdata.Install, timers.Install, weburl.Install,
		} {
			install(r)
		}
		s := &server{asked: map[string]int{}}
		fetch.Install(r, s, fetch.Options{BaseURL: "https://a.example/dir/page"})
		Install(r, s)
	}}, scripts)
}

// server answers what a URL's query says: status, type, body, then (for all but
// the first time) body2; hold keeps the stream open; last gives the request's
// Last-Event-ID.
type server struct {
	mu    sync.Mutex
	asked map[string]int
}

func (s *server) Fetch(ctx context.Context, q *fetch.Request) (*fetch.Response, error) {
	u, err := weburl.Parse(q.URL)
	if err != nil {
		return nil, err
	}
	params := weburl.ParamsOf(u)
	get := func(name string) string { v, _ := params.Get(name); return v }
	s.mu.Lock()
	s.asked[q.URL]++
	first := s.asked[q.URL] == 1
	s.mu.Unlock()
	switch {
	case get("refused") != "":
		return nil, &fetch.NetworkError{Reason: "CORS", Refused: true}
	case get("down") != "" && first:
		return nil, &fetch.NetworkError{Reason: "down"}
	}
	r := &fetch.Response{Type: "basic", URLs: []string{q.URL}, Status: 200, Headers: fetch.NewHeaders(fetch.GuardNone)}
	r.Headers.Add("Content-Type", "text/event-stream")
	if v := get("type"); v != "" {
		r.Headers.Put("Content-Type", v)
	}
	if v := get("status"); v != "" {
		r.Status = int(v[0]-'0')*100 + int(v[1]-'0')*10 + int(v[2]-'0')
	}
	body := get("body")
	if v := get("body2"); v != "" && !first {
		body = v
	}
	if get("echo") != "" && !first {
		last, has := q.Headers.Get("Last-Event-ID")
		accept, _ := q.Headers.Get("Accept")
		if q.Headers.Has("Cache-Control") {
			accept = "a preflight" // of another origin, for a field that the cache mode adds
		}
		if !has {
			last = "none"
		}
		body = "data: " + last + " " + accept + " " + q.Cache + " " + q.Credentials + "\n\n"
	}
	var stream io.Reader = strings.NewReader(body)
	if get("slow") != "" {
		stream = &slow{[]byte(body)}
	}
	if get("hold") != "" {
		stream = io.MultiReader(stream, &forever{ctx})
	}
	if get("cut") != "" {
		stream = io.MultiReader(stream, &broken{})
	}
	r.Body = &fetch.Body{Stream: io.NopCloser(stream), Length: -1}
	return r, nil
}

// slow gives a byte at a time, as a network may.
type slow struct{ left []byte }

func (s *slow) Read(p []byte) (int, error) {
	if len(s.left) == 0 {
		return 0, io.EOF
	}
	p[0], s.left = s.left[0], s.left[1:]
	return 1, nil
}

type forever struct{ ctx context.Context }

func (f *forever) Read([]byte) (int, error) { <-f.ctx.Done(); return 0, f.ctx.Err() }

type broken struct{}

func (*broken) Read([]byte) (int, error) { return 0, errors.New("cut") }
