package cachestorage_test

import (
	"context"
	"embed"
	"errors"
	"io"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/schemas"
	"asterism/webapi/abort"
	"asterism/webapi/blob"
	"asterism/webapi/cachestorage"
	"asterism/webapi/events"
	"asterism/webapi/fetch"
	"asterism/webapi/formdata"
	"asterism/webapi/streams"
	"asterism/webapi/weburl"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

// TestScripts runs with a host that has everything in memory, and with one that
// always has to ask.
func TestScripts(t *testing.T) {
	for name, known := range map[string]bool{"in memory": true, "asked": false} {
		t.Run(name, func(t *testing.T) { run(t, known) })
	}
}

// A realm with an opaque origin has no caches.
func TestDenied(t *testing.T) {
	ctx, h := t.Context(), cachestorage.Denied{}
	_, caches := h.Caches(ctx)
	_, open := h.Open(ctx, "x")
	_, deleted := h.Delete(ctx, "x")
	_, found := h.Find(ctx, "x", "https://a.example/", false)
	_, all := h.All(ctx, "x")
	changed := h.Change(ctx, "x", nil, false, nil)
	for _, err := range []error{caches, open, deleted, found, all, changed} {
		if e, ok := errors.AsType[*schemas.Error](err); !ok || e.Exception != "SecurityError" {
			t.Errorf("%v", err)
		}
	}
}

func run(t *testing.T, known bool) {
	jstest.Run(t, jstest.Config{Install: func(r *js.Realm) {
		events.Install(r)
		abort.Install(r)
		streams.Install(r)
		blob.Install(r)
		formdata.Install(r)
		weburl.Install(r)
		fetch.Install(r, network{}, fetch.Options{BaseURL: "https://example.com/sw.js"})
		cachestorage.Install(r, &memory{known: known}, network{})
	}}, scripts)
}

// network answers with the URL's path; below /missing with 404, below
// /down not at all, below /slow without the body, below /never only when the request is aborted.
type network struct{}

func (network) Fetch(ctx context.Context, q *fetch.Request) (*fetch.Response, error) {
	path := strings.TrimPrefix(q.URL, "https://example.com")
	r := &fetch.Response{Type: "basic", URLs: []string{q.URL}, Status: 200, Headers: fetch.NewHeaders(fetch.GuardNone), Body: &fetch.Body{Bytes: []byte(path)}}
	switch {
	case strings.HasPrefix(path, "/missing"):
		r.Status = 404
	case strings.HasPrefix(path, "/never"):
		<-ctx.Done()
		return nil, ctx.Err()
	case strings.HasPrefix(path, "/slow"):
		stream, _ := io.Pipe() // nothing ever comes
		r.Body = &fetch.Body{Stream: stream, Length: -1}
	case strings.HasPrefix(path, "/down"):
		return nil, &fetch.NetworkError{Reason: "connection refused"}
	}
	return r, nil
}
