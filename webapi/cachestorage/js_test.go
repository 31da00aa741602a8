package cachestorage_test

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
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

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: func(r *js.Realm) {
		events.Install(r)
		abort.Install(r)
		streams.Install(r)
		blob.Install(r)
		formdata.Install(r)
		weburl.Install(r)
		fetch.Install(r, network{}, fetch.Options{BaseURL: "https://example.com/sw.js"})
		cachestorage.Install(r, &memory{bodies: map[string][]byte{}}, network{})
	}}, scripts)
}

// network answers with the URL's path; below /missing with 404, below
// /down not at all.
type network struct{}

func (network) Fetch(_ context.Context, q *fetch.Request) (*fetch.Response, error) {
	path := strings.TrimPrefix(q.URL, "https://example.com")
	r := &fetch.Response{Type: "basic", URLs: []string{q.URL}, Status: 200, Headers: fetch.NewHeaders(fetch.GuardNone), Body: &fetch.Body{Bytes: []byte(path)}}
	switch {
	case strings.HasPrefix(path, "/missing"):
		r.Status = 404
	case strings.HasPrefix(path, "/down"):
		return nil, &fetch.NetworkError{Reason: "connection refused"}
	}
	return r, nil
}

// memory is a Host.
type memory struct {
	mu     sync.Mutex
	caches []schemas.Cache
	bodies map[string][]byte
}

func (m *memory) find(name string) *schemas.Cache {
	for i := range m.caches {
		if m.caches[i].Name == name {
			return &m.caches[i]
		}
	}
	return nil
}

func (m *memory) Names(context.Context) (names []string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range m.caches {
		names = append(names, c.Name)
	}
	return names, nil
}

func (m *memory) Open(_ context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.find(name) == nil {
		m.caches = append(m.caches, schemas.Cache{Name: name})
	}
	return nil
}

func (m *memory) Delete(_ context.Context, name string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	had := len(m.caches)
	m.caches = slices.DeleteFunc(m.caches, func(c schemas.Cache) bool { return c.Name == name })
	return len(m.caches) < had, nil
}

func (m *memory) Entries(_ context.Context, name string) ([]schemas.CacheEntry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c := m.find(name); c != nil {
		return slices.Clone(c.Entries), nil
	}
	return nil, nil
}

func (m *memory) Change(ctx context.Context, name string, change func([]schemas.CacheEntry) []schemas.CacheEntry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := m.Open(ctx, name); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.find(name)
	if c.Entries = change(c.Entries); len(c.Entries) > 20 {
		return &schemas.Error{Code: schemas.CodeLimit, Exception: "QuotaExceededError", Message: "full"}
	}
	return nil
}

func (m *memory) PutBody(_ context.Context, data []byte) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	m.bodies[hash] = slices.Clone(data)
	return hash, nil
}

func (m *memory) Body(_ context.Context, hash string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.bodies[hash], nil
}
