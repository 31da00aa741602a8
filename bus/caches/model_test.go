package caches_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/bus/caches"
	"asterism/schemas"
)

var seed = flag.Uint64("seed", 0, "of the random operations; 0: another each time")

// model is one origin's caches as a plain list.
type model struct {
	names []string
	ids   map[string]string
	all   map[string][]item // by id
}

type item struct{ url, vary, body string }

func (m *model) clone() *model {
	c := &model{slices.Clone(m.names), maps.Clone(m.ids), map[string][]item{}}
	for id, items := range m.all {
		c.all[id] = slices.Clone(items)
	}
	return c
}

func path(url string) string { before, _, _ := strings.Cut(url, "?"); return before }

// op is one operation: on the model and on a store.
type op struct {
	text   string
	expect func(m *model)
	do     func(ctx context.Context, s *caches.Store) error
}

// random is the next operation; sizes go beyond what lies in a record.
func random(rng *rand.Rand, m *model) op {
	name := fmt.Sprint("cache", rng.IntN(3))
	id, ok := m.ids[name]
	if !ok || rng.IntN(30) == 0 {
		if !ok {
			return op{"open " + name, func(m *model) { m.names = append(m.names, name) }, func(ctx context.Context, s *caches.Store) error {
				_, err := s.Open(ctx, name)
				return err
			}}
		}
		return op{"delete " + name, func(m *model) {
			m.names = slices.DeleteFunc(m.names, func(n string) bool { return n == name })
			delete(m.ids, name)
			delete(m.all, id)
		}, func(ctx context.Context, s *caches.Store) error { _, err := s.Delete(ctx, name); return err }}
	}
	url := func() string { return fmt.Sprintf("%s/%d?%d", origin, rng.IntN(6), rng.IntN(2)) }
	if rng.IntN(4) == 0 {
		u, loose := url(), rng.IntN(3) == 0
		return op{fmt.Sprint("remove ", name, u, loose), func(m *model) {
			m.all[id] = slices.DeleteFunc(m.all[id], func(i item) bool { return i.url == u || loose && path(i.url) == path(u) })
		}, func(ctx context.Context, s *caches.Store) error {
			return s.Change(ctx, id, []string{u}, loose, func([]schemas.CacheEntry) []schemas.CacheEntry { return nil })
		}}
	}
	var items []item
	for range 1 + rng.IntN(4) {
		items = append(items, item{url(), fmt.Sprint(rng.IntN(2)), strings.Repeat(fmt.Sprint(rng.IntN(10)), rng.IntN(2*caches.Inline))})
	}
	return op{fmt.Sprint("put ", name, len(items)), func(m *model) {
		for _, i := range items {
			m.all[id] = append(slices.DeleteFunc(m.all[id], func(o item) bool { return o.url == i.url && o.vary == i.vary }), i)
		}
	}, func(ctx context.Context, s *caches.Store) error {
		var urls []string
		var entries []schemas.CacheEntry
		for _, i := range items {
			e := schemas.CacheEntry{Request: schemas.Request{Method: "GET", URL: i.url, Referrer: i.vary}, Response: schemas.Response{Type: "basic", Status: 200}}
			if err := s.Keep(ctx, &e, strings.NewReader(i.body)); err != nil {
				return err
			}
			urls, entries = append(urls, i.url), append(entries, e)
		}
		return s.Change(ctx, id, urls, false, func(kept []schemas.CacheEntry) []schemas.CacheEntry {
			for _, e := range entries {
				kept = append(slices.DeleteFunc(slices.Clone(kept), func(o schemas.CacheEntry) bool {
					return o.Request.URL == e.Request.URL && o.Request.Referrer == e.Request.Referrer
				}), e)
			}
			return kept
		})
	}}
}

// differs says how what a store gives differs from the model.
func (m *model) differs(ctx context.Context, s *caches.Store) string {
	have, err := s.Caches(ctx)
	if err != nil {
		return err.Error()
	}
	var names []string
	for _, k := range have {
		names = append(names, k.Name)
	}
	if !slices.Equal(names, m.names) {
		return fmt.Sprintf("caches %q; want %q", names, m.names)
	}
	for _, k := range have {
		entries, err := s.All(ctx, k.ID)
		if err != nil {
			return err.Error()
		}
		var items []item
		for _, e := range entries {
			body, err := text(ctx, s, e)
			if err != nil {
				return fmt.Sprintf("the body of %s: %v", e.Request.URL, err)
			}
			items = append(items, item{e.Request.URL, e.Request.Referrer, body})
		}
		if want := m.all[k.ID]; !slices.Equal(items, want) {
			return fmt.Sprintf("%s holds %v; want %v", k.Name, short(items), short(want))
		}
		for _, i := range items {
			found, err := s.Find(ctx, k.ID, i.url, false)
			if err != nil || !slices.ContainsFunc(found, func(e schemas.CacheEntry) bool {
				return e.Request.Referrer == i.vary && max(e.Response.Body.Length, int64(len(e.Response.Body.Inline))) == int64(len(i.body))
			}) {
				return fmt.Sprintf("%s is not found as it is listed: %v", i.url, err)
			}
		}
	}
	return ""
}

func short(items []item) (list []string) {
	for _, i := range items {
		list = append(list, fmt.Sprintf("%s %s %d", strings.TrimPrefix(i.url, origin), i.vary, len(i.body)))
	}
	return list
}

func text(ctx context.Context, s *caches.Store, e schemas.CacheEntry) (string, error) {
	if e.Response.Body.Kind != schemas.BodyStream {
		return string(e.Response.Body.Inline), nil
	}
	r, ok, err := s.Body(ctx, e)
	if err != nil || !ok {
		return "", fmt.Errorf("there: %t, %w", ok, err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	return string(data), err
}

// victim is a process that can be killed.
type victim struct {
	*caches.Store
	conn *bus.Conn
	kill func()
}

func newVictim(t *testing.T, server *bus.Server, name string) *victim {
	conn := bustest.Connect(t, server, name)
	c := caches.New(conn, caches.Config{Timeout: 2 * time.Second}, 1<<20, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); _ = c.Run(ctx) }()
	v := &victim{c.Origin(origin), conn, func() { _ = conn.Close(); cancel(); <-ended }}
	t.Cleanup(v.kill)
	return v
}

// What random operations leave is what they leave in a plain list, whoever does
// them; what one process wrote it sees at once, and the others soon. An operation
// whose process is killed in the middle has been done, or has not.
func TestModel(t *testing.T) {
	n := *seed
	if n == 0 {
		n = rand.Uint64()
	}
	t.Logf("-seed %d", n)
	rng := rand.New(rand.NewPCG(n, 0))
	server := bustest.Server(t)
	c := node(t, server, "steady")
	steady := c.Origin(origin)
	other := newVictim(t, server, "victim")
	m := &model{ids: map[string]string{}, all: map[string][]item{}}
	var slowest time.Duration
	for round := range 80 {
		o := random(rng, m)
		after := m.clone()
		o.expect(after)
		s, witness := steady, other.Store
		if rng.IntN(2) == 0 {
			s, witness = witness, s
		}
		killed := s == other.Store && rng.IntN(6) == 0
		if killed {
			delay := time.Duration(rng.IntN(1500)) * time.Microsecond
			timer := time.AfterFunc(delay, func() { _ = other.conn.Close() })
			err := o.do(t.Context(), s)
			timer.Stop()
			other.kill()
			other = newVictim(t, server, fmt.Sprint("victim", round))
			s, witness = other.Store, steady
			if err != nil { // done or not: whoever looks first, the others agree
				before := m.clone()
				learn(t, before, s)
				if before.differs(t.Context(), s) == "" {
					after = before
				}
			}
		} else if err := o.do(t.Context(), s); err != nil {
			t.Fatalf("%d: %s: %v", round, o.text, err)
		}
		m = after
		learn(t, m, s)
		if why := m.differs(t.Context(), s); why != "" {
			t.Fatalf("%d: after %s (killed: %t): %s", round, o.text, killed, why)
		}
		began := time.Now()
		for why := "?"; why != ""; time.Sleep(time.Millisecond) {
			if why = m.differs(t.Context(), witness); why != "" && time.Since(began) > 5*time.Second {
				t.Fatalf("%d: after %s (killed: %t) the other process: %s", round, o.text, killed, why)
			}
		}
		slowest = max(slowest, time.Since(began))
	}
	t.Logf("the other process saw a change after %v at most", slowest)
	if done, err := c.Sweep(t.Context(), time.Hour); err != nil || done.Corrected != 0 || done.Bodies != 0 {
		t.Errorf("sweep: %+v, %v", done, err)
	}
}

// learn gives the model the ids of the caches.
func learn(t *testing.T, m *model, s *caches.Store) {
	t.Helper()
	all, err := s.Caches(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range all {
		m.ids[k.Name] = k.ID
	}
}
