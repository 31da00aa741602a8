package caches_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/bus/caches"
	"asterism/schemas"
)

func usage(t *testing.T, s *caches.Store) int64 {
	t.Helper()
	n, quota, err := s.Estimate(t.Context())
	if err != nil || quota < n {
		t.Fatalf("usage %d of %d: %v", n, quota, err)
	}
	return n
}

func big(path string) schemas.CacheEntry { return entry(origin+path, strings.Repeat("x", 10_000)) }

func exceeded(t *testing.T, err error) {
	t.Helper()
	if e, ok := errors.AsType[*schemas.Error](err); !ok || e.Exception != "QuotaExceededError" {
		t.Errorf("%v; want a QuotaExceededError", err)
	}
}

// What goes beyond the quota changes nothing; what is deleted makes room.
func TestQuota(t *testing.T) {
	server := bustest.Server(t)
	cfg := caches.Config{Quota: 50_000}
	one, two := limited(t, server, "one", cfg).Origin(origin), limited(t, server, "two", cfg).Origin(origin)
	k := open(t, one, "v1")
	if n := usage(t, one); n != 0 {
		t.Errorf("nothing takes %d bytes", n)
	}
	for i := range 4 {
		put(t, one, k, big(fmt.Sprint("/", i)))
	}
	n := usage(t, one)
	if n < 40_000 || n > 42_000 {
		t.Errorf("four entries of 10 kB take %d bytes", n)
	}
	eventually(t, func() bool { return usage(t, two) == n })
	for _, s := range []*caches.Store{one, two} {
		exceeded(t, change(t.Context(), s, k, big("/4"), big("/5")))
		if got := usage(t, s); got != n || len(every(t, s, k)) != 4 {
			t.Errorf("after that: %d bytes, %d entries", got, len(every(t, s, k)))
		}
	}
	put(t, two, k, big("/3")) // takes no more than before
	remove(t, two, k, origin+"/0", false)
	eventually(t, func() bool { return usage(t, one) < n-10_000 })
	put(t, one, k, big("/5"))
	// Deleted caches count no more, and make room at once.
	if _, err := one.Delete(t.Context(), "v1"); err != nil {
		t.Fatal(err)
	}
	if got := usage(t, one); got != 0 {
		t.Errorf("a deleted cache takes %d bytes", got)
	}
	k = open(t, one, "v2")
	for i := range 4 {
		put(t, one, k, big(fmt.Sprint("/", i)))
	}
	if got := usage(t, one); got != n {
		t.Errorf("the same again takes %d bytes; it took %d", got, n)
	}
}

// Counts are right whoever writes, also several at a time.
func TestCounts(t *testing.T) {
	server := bustest.Server(t)
	c := node(t, server, "one")
	nodes := []*caches.Store{c.Origin(origin), node(t, server, "two").Origin(origin)}
	k := open(t, nodes[0], "v1")
	var wg sync.WaitGroup
	for i := range 40 {
		s := nodes[i%2]
		wg.Go(func() {
			path := fmt.Sprint("/", i%7)
			if i%5 == 4 {
				err := s.Change(t.Context(), k, []string{origin + path}, false, func([]schemas.CacheEntry) []schemas.CacheEntry { return nil })
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err := change(t.Context(), s, k, entry(origin+path, strings.Repeat("y", i*10))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	done, err := c.Sweep(t.Context(), time.Hour)
	if err != nil || done.Corrected != 0 {
		t.Errorf("%d counts were wrong, %v", done.Corrected, err)
	}
	for _, s := range nodes {
		eventually(t, func() bool { return usage(t, s) == done.Usage[origin+"/"] })
	}
	all, err := nodes[1].Tallies(t.Context())
	if err != nil || all[k].Count != int64(len(every(t, nodes[1], k))) {
		t.Errorf("%+v, %v; there are %d entries", all, err, len(every(t, nodes[1], k)))
	}
}

// What was written without being counted, by an older version, a sweep counts.
func TestAudit(t *testing.T) {
	server := bustest.Server(t)
	c := node(t, server, "one")
	s := c.Origin(origin)
	k := open(t, s, "v1")
	put(t, s, k, big("/a"))
	l, err := bus.CacheEntries.Open(t.Context(), bustest.Connect(t, server, "old"))
	if err != nil {
		t.Fatal(err)
	}
	p := bus.Params{"scope": origin + "/", "cache": k, "path": strings.Repeat("a", 32), "url": strings.Repeat("b", 32)}
	if _, err := l.Commit(t.Context(), []bus.Write[schemas.CacheRecord]{{Key: p, Value: &schemas.CacheRecord{Entries: []schemas.CacheEntry{big("/b")}}}}); err != nil {
		t.Fatal(err)
	}
	had := usage(t, s)
	for _, want := range []int{1, 0} {
		if done, err := c.Sweep(t.Context(), time.Hour); err != nil || done.Corrected != want {
			t.Errorf("%d counts were wrong, %v; want %d", done.Corrected, err, want)
		}
	}
	if got := usage(t, s); got != 2*had {
		t.Errorf("%d bytes; want %d", got, 2*had)
	}
	put(t, s, k, big("/c"))
	if got := usage(t, s); got != 3*had {
		t.Errorf("%d bytes; want %d", got, 3*had)
	}
}

// When all origins together take too much, the one not used for longest goes, and
// the operator is told; persistent ones stay.
func TestEviction(t *testing.T) {
	server := bustest.Server(t)
	advisories := make(chan schemas.Advisory, 100)
	conn := bustest.Connect(t, server, "operator")
	if _, err := bus.Advisories.Subscribe(conn, nil, func(a schemas.Advisory, _ bus.Params) { advisories <- a }); err != nil {
		t.Fatal(err)
	}
	if err := conn.Flush(); err != nil {
		t.Fatal(err)
	}
	cfg := caches.Config{TotalQuota: 50_000, Persistent: []string{"https://a.example"}}
	c, other := limited(t, server, "one", cfg), limited(t, server, "two", cfg)
	stores := map[string]*caches.Store{}
	ids := map[string]string{}
	for _, name := range []string{"a", "b", "c"} { // a second each: times are in seconds, then by name
		s := c.Origin("https://" + name + ".example")
		stores[name], ids[name] = s, open(t, s, "v1")
		put(t, s, ids[name], big("/x"))
	}
	if got := find(t, other.Origin("https://b.example"), ids["b"], origin+"/x", false); len(got) != 1 {
		t.Fatalf("%d entries", len(got))
	}
	put(t, stores["c"], ids["c"], big("/y"), big("/z"))
	a := <-advisories
	if a.Kind != "cache-evicted" || a.Subject != "https://b.example" {
		t.Errorf("advisory %+v", a)
	}
	if got := list(t, stores["b"]); len(got) != 0 {
		t.Errorf("an evicted origin has the caches %q", got)
	}
	eventually(t, func() bool { return find(t, other.Origin("https://b.example"), ids["b"], origin+"/x", false) == nil })
	if got := find(t, stores["a"], ids["a"], origin+"/x", false); len(got) != 1 {
		t.Error("a persistent origin was evicted")
	}
	exceeded(t, change(t.Context(), stores["c"], ids["c"], big("/1"), big("/2")))
	if got := every(t, stores["c"], ids["c"]); len(got) != 3 {
		t.Errorf("%d entries after that", len(got))
	}
	put(t, stores["b"], open(t, stores["b"], "again"), entry(origin+"/x", "small"))
}

// A store that is down is an error in time, never a hang.
func TestStoreDown(t *testing.T) {
	server := bustest.Server(t)
	s := limited(t, server, "one", caches.Config{Timeout: 300 * time.Millisecond}).Origin(origin)
	k := open(t, s, "v1")
	put(t, s, k, big("/a"))
	eventually(t, func() bool {
		find(t, s, k, origin+"/a", false)
		_, ok := s.PeekEntries(k, origin+"/a")
		return ok
	})
	server.Stop()
	began := time.Now()
	for what, f := range map[string]func(context.Context) error{
		"put":    func(ctx context.Context) error { return change(ctx, s, k, big("/b")) },
		"open":   func(ctx context.Context) error { _, err := s.Open(ctx, "v2"); return err },
		"find":   func(ctx context.Context) error { _, err := s.Find(ctx, k, origin+"/c", false); return err },
		"all":    func(ctx context.Context) error { _, err := s.All(ctx, k); return err },
		"delete": func(ctx context.Context) error { _, err := s.Delete(ctx, "v1"); return err },
		"keep": func(ctx context.Context) error {
			e := big("/d")
			return s.Keep(ctx, &e, strings.NewReader(strings.Repeat("z", 2*caches.Inline)))
		},
		"body": func(ctx context.Context) error {
			e := big("/d")
			e.Response.Body = schemas.Body{Kind: schemas.BodyStream, Stream: strings.Repeat("ab", 32), Length: 7}
			_, _, err := s.Body(ctx, e)
			return err
		},
	} {
		if err := f(t.Context()); err == nil {
			t.Errorf("%s worked", what)
		}
	}
	if took := time.Since(began); took > 8*time.Second {
		t.Errorf("all that took %v", took)
	}
	if got := find(t, s, k, origin+"/a", false); len(got) != 1 {
		t.Error("what was in memory is gone")
	}
}
