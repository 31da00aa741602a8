package main

import (
	"context"
	"io"
	"slices"
	"strings"
	"sync"

	"asterism/schemas"
)

// memoryCaches is a cache storage in memory; a cache's ID is its name.
type memoryCaches struct {
	mu      sync.Mutex
	caches  []schemas.Cache
	entries map[string][]schemas.CacheEntry
}

func (m *memoryCaches) Peek() ([]schemas.Cache, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.caches), true
}

func (m *memoryCaches) PeekEntries(cache, url string) ([]schemas.CacheEntry, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.find(cache, url, false), true
}

func (m *memoryCaches) Caches(context.Context) ([]schemas.Cache, error) {
	all, _ := m.Peek()
	return all, nil
}

func (m *memoryCaches) Open(_ context.Context, name string) (schemas.Cache, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range m.caches {
		if c.Name == name {
			return c, nil
		}
	}
	m.caches = append(m.caches, schemas.Cache{ID: name, Name: name})
	return m.caches[len(m.caches)-1], nil
}

func (m *memoryCaches) Delete(context.Context, string) (bool, error) { return false, nil }

func (m *memoryCaches) Find(_ context.Context, cache, url string, ignoreSearch bool) ([]schemas.CacheEntry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.find(cache, url, ignoreSearch), nil
}

func (m *memoryCaches) find(cache, url string, ignoreSearch bool) (found []schemas.CacheEntry) {
	for _, e := range m.entries[cache] {
		if same(e.Request.URL, url, ignoreSearch) {
			found = append(found, e)
		}
	}
	return found
}

func same(a, b string, ignoreSearch bool) bool {
	if ignoreSearch {
		a, _, _ = strings.Cut(a, "?")
		b, _, _ = strings.Cut(b, "?")
	}
	return a == b
}

func (m *memoryCaches) All(_ context.Context, cache string) ([]schemas.CacheEntry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.entries[cache]), nil
}

func (m *memoryCaches) Change(_ context.Context, cache string, urls []string, ignoreSearch bool, change func([]schemas.CacheEntry) []schemas.CacheEntry) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var matching, others []schemas.CacheEntry
	for _, e := range m.entries[cache] {
		if slices.ContainsFunc(urls, func(url string) bool { return same(e.Request.URL, url, ignoreSearch) }) {
			matching = append(matching, e)
		} else {
			others = append(others, e)
		}
	}
	if m.entries == nil {
		m.entries = map[string][]schemas.CacheEntry{}
	}
	m.entries[cache] = append(others, change(matching)...)
	return nil
}

func (m *memoryCaches) Keep(_ context.Context, e *schemas.CacheEntry, body io.Reader) error {
	data, err := io.ReadAll(body)
	e.Response.Body = schemas.Body{Kind: schemas.BodyInline, Inline: data, Length: int64(len(data))}
	return err
}

func (m *memoryCaches) Body(context.Context, schemas.CacheEntry) (io.ReadCloser, bool, error) {
	return nil, false, nil
}

func (m *memoryCaches) Estimate(context.Context) (usage, quota int64, err error) {
	return 0, 1 << 40, nil
}

func (m *memoryCaches) Persistent() bool { return false }
