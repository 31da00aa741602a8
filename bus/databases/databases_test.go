package databases_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/bus/databases"
	"asterism/schemas"
)

func TestMain(m *testing.M) { bustest.Main(m) }

const origin = "https://shop.example"

func node(t *testing.T, s *bus.Server, name string) *databases.Store {
	return databases.New(bustest.Connect(t, s, name)).Origin(origin)
}

func record(key, value string) schemas.DatabaseRecord {
	return schemas.DatabaseRecord{Store: 1, Key: []byte(key), Value: []byte(value)}
}

// make creates the database with one store.
func create(t *testing.T, s *databases.Store, name string) {
	t.Helper()
	head, _, change, err := s.Begin(t.Context(), []byte(name))
	if err != nil || head != nil {
		t.Fatalf("%+v, %v", head, err)
	}
	next := &schemas.Database{Name: []byte(name), Version: 1, Next: 1, Stores: []schemas.DatabaseStore{{ID: 1, Name: "s"}}}
	if err := change.Commit(t.Context(), next, []schemas.DatabaseRecord{record("a", "0")}); err != nil {
		t.Fatal(err)
	}
}

func value(t *testing.T, s *databases.Store, name, key string) string {
	t.Helper()
	_, records, err := s.Read(t.Context(), []byte(name))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records[1] {
		if string(r.Key) == key {
			return string(r.Value)
		}
	}
	return ""
}

// Changes of several processes follow one another, and none is lost.
func TestChanges(t *testing.T) {
	server := bustest.Server(t)
	nodes := []*databases.Store{node(t, server, "one"), node(t, server, "two")}
	create(t, nodes[0], "db")
	var wg sync.WaitGroup
	for i := range 20 {
		s := nodes[i%2]
		wg.Go(func() {
			head, records, change, err := s.Begin(t.Context(), []byte("db"))
			if err != nil {
				t.Error(err)
				return
			}
			var n int
			_, _ = fmt.Sscan(string(records[1][0].Value), &n)
			if i%5 == 0 {
				if err := change.Abort(t.Context()); err != nil {
					t.Error(err)
				}
				return
			}
			if err := change.Commit(t.Context(), head, []schemas.DatabaseRecord{record("a", fmt.Sprint(n+1))}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, s := range nodes {
		if got := value(t, s, "db", "a"); got != "16" {
			t.Errorf("counted to %s", got)
		}
	}
	all, err := nodes[1].List(t.Context())
	if err != nil || len(all) != 1 || string(all[0].Name) != "db" || all[0].Version != 1 {
		t.Errorf("list: %+v, %v", all, err)
	}
	// Deleting it is a change like others.
	_, _, change, err := nodes[1].Begin(t.Context(), []byte("db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := change.Commit(t.Context(), nil, nil); err != nil {
		t.Fatal(err)
	}
	if head, records, err := nodes[0].Read(t.Context(), []byte("db")); err != nil || head != nil || len(records) != 0 {
		t.Errorf("deleted: %+v, %v, %v", head, records, err)
	}
	create(t, nodes[0], "db")
	if got := value(t, nodes[1], "db", "a"); got != "0" {
		t.Errorf("made again: %q", got)
	}
}

// A process that is killed while it holds a database has changed nothing, and
// what is too much is refused and lets go.
func TestHolding(t *testing.T) {
	server := bustest.Server(t)
	one, two := node(t, server, "one"), node(t, server, "two")
	create(t, one, "db")
	head, _, change, err := one.Begin(t.Context(), []byte("db"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, _, _, err := two.Begin(ctx, []byte("db")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a held database: %v", err)
	}
	if got := value(t, two, "db", "a"); got != "0" {
		t.Errorf("read while held: %q", got)
	}
	many := make([]schemas.DatabaseRecord, bus.MaxBatch)
	for i := range many {
		many[i] = record(fmt.Sprint(i), "x")
	}
	if err := change.Commit(t.Context(), head, many); err == nil {
		t.Error("a change of too many records was stored")
	}
	_, _, change, err = two.Begin(t.Context(), []byte("db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := change.Abort(t.Context()); err != nil {
		t.Error(err)
	}
}

// An origin has so many databases and no more; another origin's do not count.
func TestOriginLimit(t *testing.T) {
	server := bustest.Server(t)
	conn := bustest.Connect(t, server, "one")
	s, other := databases.New(conn).Origin(origin), databases.New(conn).Origin("https://other.example")
	for i := range databases.MaxOrigin {
		create(t, s, fmt.Sprint("db", i))
	}
	refused := func() bool {
		_, _, _, err := s.Begin(t.Context(), []byte("more"))
		e, ok := errors.AsType[*schemas.Error](err)
		return ok && e.Exception == "QuotaExceededError"
	}
	for range 2 { // being refused leaves nothing behind
		if !refused() {
			t.Error("one too many was begun")
		}
	}
	create(t, other, "more")
	head, _, change, err := s.Begin(t.Context(), []byte("db7"))
	if err != nil || head == nil {
		t.Fatal("one that is there cannot be changed", err)
	}
	if err := change.Commit(t.Context(), nil, nil); err != nil {
		t.Fatal(err)
	}
	create(t, s, "more")
}
