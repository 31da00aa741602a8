package cachestorage_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"asterism/schemas"
)

// memory is a Host. Bodies of over ten bytes lie beside their entries; one that
// says "lost" gets lost.
type memory struct {
	known bool // Peek and PeekEntries answer

	mu      sync.Mutex
	made    int // caches, ever
	caches  []schemas.Cache
	entries map[string][]schemas.CacheEntry
	bodies  map[string][]byte
}

func (m *memory) Peek() ([]schemas.Cache, bool) {
	all, _ := m.Caches(context.Background())
	return all, m.known
}

func (m *memory) PeekEntries(cache, url string) ([]schemas.CacheEntry, bool) {
	all, _ := m.Find(context.Background(), cache, url, false)
	return all, m.known
}

func (m *memory) Caches(context.Context) ([]schemas.Cache, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.caches), nil
}

func (m *memory) Open(_ context.Context, name string) (schemas.Cache, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range m.caches {
		if c.ExactName() == name {
			return c, nil
		}
	}
	m.made++
	c := schemas.Cache{ID: fmt.Sprint(m.made), Exact: []byte(name)}
	m.caches = append(m.caches, c)
	return c, nil
}

func (m *memory) Delete(_ context.Context, name string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	had := len(m.caches)
	m.caches = slices.DeleteFunc(m.caches, func(c schemas.Cache) bool { return c.ExactName() == name })
	return len(m.caches) < had, nil
}

func path(url string) string {
	path, _, _ := strings.Cut(url, "?")
	return path
}

func (m *memory) Find(_ context.Context, cache, url string, ignoreSearch bool) (found []schemas.CacheEntry, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.entries[cache] {
		if e.Request.URL == url || ignoreSearch && path(e.Request.URL) == path(url) {
			found = append(found, e)
		}
	}
	return found, nil
}

func (m *memory) All(_ context.Context, cache string) ([]schemas.CacheEntry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.entries[cache]), nil
}

func (m *memory) Change(ctx context.Context, cache string, urls []string, ignoreSearch bool, change func([]schemas.CacheEntry) []schemas.CacheEntry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var concerned []schemas.CacheEntry
	var others []schemas.CacheEntry
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.entries[cache] {
		if slices.ContainsFunc(urls, func(url string) bool { return e.Request.URL == url || ignoreSearch && path(e.Request.URL) == path(url) }) {
			concerned = append(concerned, e)
		} else {
			others = append(others, e)
		}
	}
	all := append(others, change(concerned)...)
	if len(all) > 20 {
		return &schemas.Error{Code: schemas.CodeLimit, Exception: "QuotaExceededError", Message: "full"}
	}
	if m.entries == nil {
		m.entries = map[string][]schemas.CacheEntry{}
	}
	m.entries[cache] = all
	return nil
}

func (m *memory) Keep(_ context.Context, e *schemas.CacheEntry, body io.Reader) error {
	data, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	e.Response.Body = schemas.Body{Kind: schemas.BodyInline, Inline: data, Length: int64(len(data))}
	if len(data) <= 10 {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.bodies == nil {
		m.bodies = map[string][]byte{}
	}
	name := fmt.Sprint(len(m.bodies))
	m.bodies[name] = data
	e.Response.Body = schemas.Body{Kind: schemas.BodyStream, Stream: name, Length: int64(len(data))}
	return nil
}

func (m *memory) Body(_ context.Context, e schemas.CacheEntry) (io.ReadCloser, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data := m.bodies[e.Response.Body.Stream]
	return io.NopCloser(bytes.NewReader(data)), !bytes.Contains(data, []byte("lost")), nil
}
