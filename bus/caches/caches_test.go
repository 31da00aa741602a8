package caches_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/bus/caches"
	"asterism/schemas"
)

func TestMain(m *testing.M) { bustest.Main(m) }

const origin = "https://shop.example:8443"

// node is one process's caches; it runs until the test ends.
func node(t *testing.T, s *bus.Server, name string) *caches.Caches {
	t.Helper()
	return limited(t, s, name, caches.Config{})
}

// limited is a node with quotas.
func limited(t *testing.T, s *bus.Server, name string, cfg caches.Config) *caches.Caches {
	t.Helper()
	c := caches.New(bustest.Connect(t, s, name), cfg, 1<<20, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- c.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	return c
}

func open(t *testing.T, s *caches.Store, name string) string {
	t.Helper()
	c, err := s.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return c.ID
}

func entry(url, body string) schemas.CacheEntry {
	sum := sha256.Sum256([]byte(body))
	return schemas.CacheEntry{Request: schemas.Request{Method: "GET", URL: url}, Digest: sum[:], Response: schemas.Response{
		Type: "basic", Status: 200, Body: schemas.Body{Kind: schemas.BodyInline, Inline: []byte(body), Length: int64(len(body))},
	}}
}

// put replaces the entries of the URLs.
func put(t *testing.T, s *caches.Store, cache string, all ...schemas.CacheEntry) {
	t.Helper()
	if err := change(t.Context(), s, cache, all...); err != nil {
		t.Fatal(err)
	}
}

func change(ctx context.Context, s *caches.Store, cache string, all ...schemas.CacheEntry) error {
	var urls []string
	for _, e := range all {
		urls = append(urls, e.Request.URL)
	}
	return s.Change(ctx, cache, urls, false, func([]schemas.CacheEntry) []schemas.CacheEntry { return all })
}

func remove(t *testing.T, s *caches.Store, cache, url string, ignoreSearch bool) {
	t.Helper()
	err := s.Change(t.Context(), cache, []string{url}, ignoreSearch, func([]schemas.CacheEntry) []schemas.CacheEntry { return nil })
	if err != nil {
		t.Fatal(err)
	}
}

func bodies(all []schemas.CacheEntry) (texts []string) {
	for _, e := range all {
		texts = append(texts, string(e.Response.Body.Inline))
	}
	return texts
}

func find(t *testing.T, s *caches.Store, cache, url string, ignoreSearch bool) []string {
	t.Helper()
	all, err := s.Find(t.Context(), cache, url, ignoreSearch)
	if err != nil {
		t.Fatal(err)
	}
	return bodies(all)
}

func every(t *testing.T, s *caches.Store, cache string) []string {
	t.Helper()
	all, err := s.All(t.Context(), cache)
	if err != nil {
		t.Fatal(err)
	}
	return bodies(all)
}

func TestEntries(t *testing.T) {
	s := node(t, bustest.Server(t), "one").Origin(origin)
	k := open(t, s, "v1")
	put(t, s, k, entry(origin+"/b", "b"), entry(origin+"/a?x", "x"), entry(origin+"/a?y", "y"))
	put(t, s, k, entry(origin+"/a?x", "X"))
	if got := every(t, s, k); !slices.Equal(got, []string{"b", "y", "X"}) {
		t.Errorf("all: %v", got)
	}
	if got := find(t, s, k, origin+"/a", true); !slices.Equal(got, []string{"y", "X"}) {
		t.Errorf("without the query: %v", got)
	}
	if got := find(t, s, k, origin+"/a", false); got != nil {
		t.Errorf("another URL: %v", got)
	}
	if got := find(t, s, open(t, s, "v2"), origin+"/b", false); got != nil {
		t.Errorf("another cache: %v", got)
	}
	remove(t, s, k, origin+"/a?z", true)
	if got := every(t, s, k); !slices.Equal(got, []string{"b"}) {
		t.Errorf("after a removal: %v", got)
	}
}

func TestNames(t *testing.T) {
	server := bustest.Server(t)
	one, two := node(t, server, "one").Origin(origin), node(t, server, "two").Origin(origin)
	other := node(t, server, "three").Origin("https://other.example")
	names := []string{"b", "a", "", "ö/ ?*", "\xed\xa0\x80"}
	for _, name := range names {
		if open(t, one, name) != open(t, two, name) {
			t.Errorf("%q is two caches", name)
		}
	}
	for _, s := range []*caches.Store{one, two} {
		if got := list(t, s); !slices.Equal(got, names) {
			t.Errorf("names %q", got)
		}
	}
	if got := list(t, other); len(got) != 0 {
		t.Errorf("another origin's names %q", got)
	}
	old := open(t, one, "a")
	put(t, one, old, entry(origin+"/", "old"))
	for _, want := range []bool{true, false} {
		if had, err := one.Delete(t.Context(), "a"); err != nil || had != want {
			t.Errorf("deleted: %t, %v; want %t", had, err, want)
		}
	}
	if open(t, one, "a") == old {
		t.Error("a cache made again is the old one")
	}
	if got := find(t, one, old, origin+"/", false); !slices.Equal(got, []string{"old"}) {
		t.Errorf("who holds the deleted cache finds %v", got)
	}
	if got := list(t, one); !slices.Equal(got, []string{"b", "", "ö/ ?*", "\xed\xa0\x80", "a"}) {
		t.Errorf("names %q", got)
	}
}

func list(t *testing.T, s *caches.Store) (names []string) {
	t.Helper()
	all, err := s.Caches(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		names = append(names, c.ExactName())
	}
	return names
}

// What one process has in memory is right soon after another wrote, and at once
// after it wrote itself.
func TestTwoProcesses(t *testing.T) {
	server := bustest.Server(t)
	one, two := node(t, server, "one").Origin(origin), node(t, server, "two").Origin(origin)
	k := open(t, one, "v1")
	const url = origin + "/a"
	for round := range 20 {
		want := fmt.Sprint(round)
		put(t, one, k, entry(url, want))
		if got := find(t, one, k, url, false); !slices.Equal(got, []string{want}) {
			t.Fatalf("own write %d: %v", round, got)
		}
		eventually(t, func() bool { return slices.Equal(find(t, two, k, url, false), []string{want}) })
	}
	eventually(t, func() bool {
		_, ok := one.PeekEntries(k, url)
		return ok
	})
	remove(t, one, k, url, false)
	if _, known := one.PeekEntries(k, url); !known {
		t.Error("one's own removal is not known")
	}
	eventually(t, func() bool { return find(t, two, k, url, false) == nil })
}

// eventually waits for what the other process does in its own time.
func eventually(t *testing.T, f func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !f(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it did not come to that")
		}
	}
}

// Writers at the same time lose nothing, and a batch is whole.
func TestConcurrentChanges(t *testing.T) {
	server := bustest.Server(t)
	nodes := []*caches.Store{node(t, server, "one").Origin(origin), node(t, server, "two").Origin(origin)}
	k := open(t, nodes[0], "v1")
	var wg sync.WaitGroup
	for i := range 16 {
		s := nodes[i%2]
		wg.Go(func() {
			err := s.Change(t.Context(), k, []string{origin + "/list", origin + "/last"}, false, func(old []schemas.CacheEntry) []schemas.CacheEntry {
				kept := slices.DeleteFunc(old, func(e schemas.CacheEntry) bool { return e.Request.URL != origin+"/list" })
				name := fmt.Sprint(i)
				return append(kept, entry(origin+"/list", name), entry(origin+"/last", name))
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, s := range nodes { // each hears of the other's writes in its own time
		eventually(t, func() bool { return len(find(t, s, k, origin+"/list", false)) == 16 })
		got, last := find(t, s, k, origin+"/list", false), find(t, s, k, origin+"/last", false)
		eventually(t, func() bool { last = find(t, s, k, origin+"/last", false); return len(last) == 1 && got[15] == last[0] })
	}
}

func TestBodies(t *testing.T) {
	server := bustest.Server(t)
	s := node(t, server, "one").Origin(origin)
	for _, size := range []int{0, 10, caches.Inline, caches.Inline + 1, 3 << 20, 9 << 20} {
		want := bytes.Repeat([]byte("asterism"), size/8+1)[:size]
		e := entry(origin+"/a", "")
		if err := s.Keep(t.Context(), &e, bytes.NewReader(want)); err != nil {
			t.Fatal(err)
		}
		if inline := e.Response.Body.Kind == schemas.BodyInline; inline != (size <= caches.Inline) {
			t.Errorf("%d bytes lie in the record: %t", size, inline)
		}
		if e.Response.Body.Kind != schemas.BodyStream {
			continue
		}
		body, ok, err := s.Body(t.Context(), e)
		if err != nil || !ok {
			t.Fatalf("%d bytes: %t, %v", size, ok, err)
		}
		got, err := io.ReadAll(body)
		if err := errors.Join(err, body.Close()); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes: got %d, %v", size, len(got), err)
		}
	}
	failing := io.MultiReader(bytes.NewReader(make([]byte, caches.Inline*2)), iotestErr{})
	e := entry(origin+"/a", "")
	if err := s.Keep(t.Context(), &e, failing); !errors.Is(err, errCut) {
		t.Errorf("a body that is cut off: %v", err)
	}
}

var errCut = errors.New("cut off")

type iotestErr struct{}

func (iotestErr) Read([]byte) (int, error) { return 0, errCut }

// A body that is gone or not what was put is a miss, and the operator hears.
func TestDamage(t *testing.T) {
	server := bustest.Server(t)
	conn := bustest.Connect(t, server, "operator")
	advisories := make(chan schemas.Advisory, 100)
	if _, err := bus.Advisories.Subscribe(conn, nil, func(a schemas.Advisory, _ bus.Params) { advisories <- a }); err != nil {
		t.Fatal(err)
	}
	if err := conn.Flush(); err != nil {
		t.Fatal(err)
	}
	s := node(t, server, "one").Origin(origin)
	k := open(t, s, "v1")
	bad, good := entry(origin+"/bad", "good"), entry(origin+"/good", "good")
	bad.Response.Body.Inline = []byte("goof")
	put(t, s, k, bad, good)
	fresh := node(t, server, "two").Origin(origin)
	if got := find(t, fresh, k, origin+"/bad", false); got != nil {
		t.Errorf("a damaged body: %v", got)
	}
	want := func(what string) {
		t.Helper()
		for a := range advisories { // each process that reads it tells
			if a.Kind == "cache-damaged" && strings.Contains(a.Subject, what) {
				return
			}
		}
	}
	want("/bad")
	if got := every(t, fresh, k); !slices.Equal(got, []string{"good"}) {
		t.Errorf("all: %v", got)
	}
	want("/bad")
	put(t, fresh, k, entry(origin+"/bad", "mended"))
	if got := find(t, fresh, k, origin+"/bad", false); !slices.Equal(got, []string{"mended"}) {
		t.Errorf("put again: %v", got)
	}
	lost := entry(origin+"/lost", "")
	lost.Response.Body = schemas.Body{Kind: schemas.BodyStream, Stream: strings.Repeat("ab", 32), Length: 7}
	if _, ok, err := fresh.Body(t.Context(), lost); ok || err != nil {
		t.Errorf("a lost body: %t, %v", ok, err)
	}
	want("/lost")
}

func TestTooMuch(t *testing.T) {
	s := node(t, bustest.Server(t), "one").Origin(origin)
	k := open(t, s, "v1")
	limit := &schemas.Error{Code: schemas.CodeLimit}
	if err := change(t.Context(), s, k, entry(origin+"/"+strings.Repeat("x", 2<<20), "")); !errors.Is(err, limit) {
		t.Errorf("a URL that does not fit: %v", err)
	}
	many := make([]schemas.CacheEntry, bus.MaxBatch+1)
	for i := range many {
		many[i] = entry(fmt.Sprint(origin, "/", i), "")
	}
	if err := change(t.Context(), s, k, many...); !errors.Is(err, limit) {
		t.Errorf("a batch that is too long: %v", err)
	}
}

// What nothing refers to goes, and nothing else does.
func TestSweep(t *testing.T) {
	server := bustest.Server(t)
	c := node(t, server, "one")
	s := c.Origin(origin)
	large := func(text string) schemas.CacheEntry {
		e := entry(origin+"/"+text, "")
		if err := s.Keep(t.Context(), &e, strings.NewReader(strings.Repeat(text, caches.Inline))); err != nil {
			t.Fatal(err)
		}
		return e
	}
	used, replaced, early := large("used"), large("replaced"), large("early")
	k, gone := open(t, s, "v1"), open(t, s, "gone")
	put(t, s, k, used, replaced, entry(origin+"/small", "small"))
	put(t, s, gone, large("gone"))
	remove(t, s, k, replaced.Request.URL, false)
	if _, err := s.Delete(t.Context(), "gone"); err != nil {
		t.Fatal(err)
	}

	if done, err := c.Sweep(t.Context(), time.Hour); err != nil || done.Bodies != 0 || done.Caches != 0 || done.Usage[origin+"/"] < 4*caches.Inline {
		t.Errorf("what is young: %+v, %v", done, err)
	}
	if got := every(t, s, gone); len(got) != 1 {
		t.Errorf("who holds a deleted cache finds %d entries", len(got))
	}
	done, err := c.Sweep(t.Context(), 0)
	if err != nil || done.Caches != 1 || done.Bodies != 3 {
		t.Errorf("collected %+v, %v; want one cache, and the bodies of early, replaced and gone", done, err)
	}
	if _, ok, err := s.Body(t.Context(), used); !ok || err != nil {
		t.Errorf("the body in use: %t, %v", ok, err)
	}
	if _, ok, err := s.Body(t.Context(), early); ok || err != nil {
		t.Errorf("a body nobody named: %t, %v", ok, err)
	}
	// Collected bodies can be put again.
	put(t, s, k, large("early"))
	if _, ok, err := s.Body(t.Context(), large("early")); !ok || err != nil {
		t.Errorf("put again: %t, %v", ok, err)
	}
	put(t, s, gone, entry(origin+"/late", "late"))
	if done, err := c.Sweep(t.Context(), 0); err != nil || done.Caches != 1 || done.Bodies != 0 {
		t.Errorf("what was written to a collected cache: %+v, %v", done, err)
	}
	if got := every(t, s, k); len(got) != 3 {
		t.Errorf("%d entries are left", len(got))
	}
}
