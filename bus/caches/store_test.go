package caches_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"asterism/bus/bustest"
	"asterism/bus/caches"
	"asterism/schemas"
)

func TestMain(m *testing.M) { bustest.Main(m) }

func put(url string) func([]schemas.CacheEntry) []schemas.CacheEntry {
	return func(entries []schemas.CacheEntry) []schemas.CacheEntry {
		return append(entries, schemas.CacheEntry{Method: "GET", URL: url, Type: "basic", Status: 200})
	}
}

func TestCaches(t *testing.T) {
	conn := bustest.New(t)
	ctx := t.Context()
	s := caches.New(conn, "http://localhost:8080")
	other := caches.New(conn, "http://localhost:8081")
	for _, name := range []string{"b", "a", "b", "ö/ ?*"} {
		if err := s.Open(ctx, name); err != nil {
			t.Fatal(err)
		}
	}
	if names, err := s.Names(ctx); err != nil || !slices.Equal(names, []string{"b", "a", "ö/ ?*"}) {
		t.Errorf("names %q, %v", names, err)
	}
	if names, err := other.Names(ctx); err != nil || len(names) != 0 {
		t.Errorf("another origin's names %q, %v", names, err)
	}
	if err := s.Change(ctx, "new", put("http://localhost:8080/x")); err != nil {
		t.Fatal(err)
	}
	if entries, err := s.Entries(ctx, "new"); err != nil || len(entries) != 1 {
		t.Errorf("entries %v, %v", entries, err)
	}
	for _, want := range []bool{true, false} {
		if had, err := s.Delete(ctx, "new"); err != nil || had != want {
			t.Errorf("deleted %t, %v; want %t", had, err, want)
		}
	}
	if entries, err := s.Entries(ctx, "new"); err != nil || len(entries) != 0 {
		t.Errorf("entries of a deleted cache: %v, %v", entries, err)
	}
}

// Writers at the same time lose nothing.
func TestConcurrentChanges(t *testing.T) {
	conn := bustest.New(t)
	s := caches.New(conn, "http://localhost")
	var wg sync.WaitGroup
	for i := range 10 {
		wg.Go(func() {
			if err := s.Change(t.Context(), "one", put(fmt.Sprintf("http://localhost/%d", i))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if entries, err := s.Entries(t.Context(), "one"); err != nil || len(entries) != 10 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
}

func TestBodies(t *testing.T) {
	conn := bustest.New(t)
	s := caches.New(conn, "http://localhost")
	hash, err := s.PutBody(t.Context(), []byte("body"))
	if err != nil {
		t.Fatal(err)
	}
	if data, err := s.Body(t.Context(), hash); err != nil || string(data) != "body" {
		t.Errorf("%q, %v", data, err)
	}
}

func TestTooManyEntries(t *testing.T) {
	conn := bustest.New(t)
	s := caches.New(conn, "http://localhost")
	err := s.Change(t.Context(), "big", put("http://localhost/"+strings.Repeat("x", conn.MaxPayload())))
	if !errors.Is(err, &schemas.Error{Code: schemas.CodeLimit}) {
		t.Errorf("%v", err)
	}
}
