package bus_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/schemas"
)

func openTable[T any](t *testing.T, b bus.Bucket[T], c *bus.Conn) *bus.Table[T] {
	t.Helper()
	table, err := b.Open(short(t), c)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func reg(id, scope string) schemas.Registration {
	return schemas.Registration{ID: id, Scope: scope, UpdateViaCache: "imports"}
}

func TestTable(t *testing.T) {
	ctx := short(t)
	c := bustest.New(t)
	table := openTable(t, bus.Registrations, c)
	openTable(t, bus.Registrations, c) // again: idempotent

	const scope = "https://shop.example:8443/profile/"
	if _, err := table.Get(ctx, scope); !errors.Is(err, bus.ErrNotFound) {
		t.Fatalf("Get of nothing: %v", err)
	}
	rev, err := table.Create(ctx, scope, reg("1", scope))
	if err != nil {
		t.Fatal(err)
	}
	if last, err := table.Last(ctx); err != nil || last != rev {
		t.Errorf("Last %d, %v, want %d", last, err, rev)
	}
	if _, err := table.Create(ctx, scope, reg("2", scope)); !errors.Is(err, bus.ErrConflict) {
		t.Fatalf("second Create: %v", err)
	}
	if _, err := table.Update(ctx, scope, reg("2", scope), rev+7); !errors.Is(err, bus.ErrConflict) {
		t.Fatalf("Update of another revision: %v", err)
	}
	if rev, err = table.Update(ctx, scope, reg("2", scope), rev); err != nil {
		t.Fatal(err)
	}
	got, err := table.Get(ctx, scope)
	if err != nil || got.Value.ID != "2" || got.Key != scope || got.Revision != rev {
		t.Fatalf("Get = %+v, %v", got, err)
	}
	if all, err := table.All(ctx); err != nil || len(all) != 1 || all[0].Key != scope {
		t.Fatalf("All = %+v, %v", all, err)
	}
	if err := table.Delete(ctx, scope, rev+7); !errors.Is(err, bus.ErrConflict) {
		t.Fatalf("Delete of another revision: %v", err)
	}
	if err := table.Delete(ctx, scope, rev); err != nil {
		t.Fatal(err)
	}
	if _, err := table.Modify(ctx, scope, func(*schemas.Registration) bool { return true }); !errors.Is(err, bus.ErrNotFound) {
		t.Fatalf("Modify of nothing: %v", err)
	}
	if all, err := table.All(ctx); err != nil || len(all) != 0 {
		t.Fatalf("All = %+v, %v", all, err)
	}
	if _, err := table.Create(ctx, scope, reg("3", scope)); err != nil {
		t.Fatalf("Create after Delete: %v", err)
	}
	if _, err := table.Put(ctx, "not a scope", reg("3", scope)); err == nil {
		t.Fatal("Put took a bad key")
	}
}

func TestModifyConcurrently(t *testing.T) {
	ctx := short(t)
	table := openTable(t, bus.Members, bustest.New(t))
	if _, err := table.Put(ctx, "m", schemas.Member{ID: "m"}); err != nil {
		t.Fatal(err)
	}
	const writers, times = 4, 10
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for range times {
				if _, err := table.Modify(ctx, "m", func(m *schemas.Member) bool { m.Workers++; return true }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if e, err := table.Get(ctx, "m"); err != nil || e.Value.Workers != writers*times {
		t.Fatalf("got %+v, %v; want %d", e, err, writers*times)
	}
}

// follow watches a table and passes on what it is told.
func follow[T any](t *testing.T, table *bus.Table[T]) (ready <-chan struct{}, told <-chan bus.Entry[T]) {
	r, out := make(chan struct{}), make(chan bus.Entry[T], 100)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := table.Watch(ctx, func() { close(r) }, func(e bus.Entry[T]) { out <- e }); err != nil {
			t.Errorf("watch: %v", err)
		}
	}()
	t.Cleanup(func() { cancel(); <-done })
	return r, out
}

// next is what comes next; the zero value when the channel is closed.
func next[T any](t *testing.T, ch <-chan T) T {
	t.Helper()
	select {
	case v := <-ch:
		return v
	case <-time.After(10 * time.Second):
		t.Fatal("nothing came within 10 s")
		panic("unreachable")
	}
}

func TestWatch(t *testing.T) {
	ctx := short(t)
	c := bustest.New(t)
	table := openTable(t, bus.Members, c)
	for _, id := range []string{"a", "b"} {
		if _, err := table.Put(ctx, id, schemas.Member{ID: id}); err != nil {
			t.Fatal(err)
		}
	}
	ready, told := follow(t, table)
	if a, b := next(t, told), next(t, told); a.Key != "a" || b.Key != "b" {
		t.Fatalf("told of %v, %v", a, b)
	}
	next(t, ready)
	if err := table.Delete(ctx, "a", 0); err != nil {
		t.Fatal(err)
	}
	if e := next(t, told); e.Key != "a" || !e.Deleted {
		t.Fatalf("told of %+v", e)
	}
}

func TestWatchTellsOfExpiry(t *testing.T) {
	t.Parallel()
	ctx := short(t)
	bucket := bus.Bucket[schemas.Member]{Name: "test_expiry", Key: "{id}", TTL: time.Second, Doc: "test"}
	table := openTable(t, bucket, bustest.New(t))
	ready, told := follow(t, table)
	next(t, ready)
	for range 3 { // renewed, it stays; the last one counts
		if _, err := table.Put(ctx, "a", schemas.Member{ID: "a"}); err != nil {
			t.Fatal(err)
		}
		next(t, told)
	}
	began := time.Now()
	if e := next(t, told); e.Key != "a" || !e.Deleted {
		t.Fatalf("told of %+v", e)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("expired after %v", took)
	}
	if _, err := table.Get(ctx, "a"); !errors.Is(err, bus.ErrNotFound) {
		t.Errorf("Get after expiry: %v", err)
	}
	if _, err := table.Create(ctx, "a", schemas.Member{ID: "a"}); err != nil {
		t.Errorf("Create after expiry: %v", err)
	}
}

func TestOpenBringsBucketsUpToDate(t *testing.T) {
	ctx := short(t)
	server := bustest.Server(t)
	c := bustest.Connect(t, server, "old")
	bucket := bus.Bucket[schemas.Member]{Name: "test_changes", Key: "{id}", Doc: "test"}
	before := openTable(t, bucket, c)
	if _, err := before.Put(ctx, "a", schemas.Member{ID: "a"}); err != nil {
		t.Fatal(err)
	}
	bucket.TTL = time.Hour
	// This one would keep new buckets in files; the one that is there stays in memory.
	other, err := bus.Connect(ctx, bus.Config{URL: server.ClientURL(), Storage: "file"}, "new", bustest.Log(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			after, err := bucket.Open(ctx, other)
			if err != nil {
				t.Error(err)
				return
			}
			if e, err := after.Get(ctx, "a"); err != nil || e.Value.ID != "a" {
				t.Errorf("got %+v, %v", e, err)
			}
		})
	}
	all.Wait()
}

func TestOpenConcurrently(t *testing.T) {
	server := bustest.Server(t)
	var all sync.WaitGroup
	for _, name := range []string{"a", "b", "c", "d"} {
		c := bustest.Connect(t, server, name)
		all.Go(func() {
			if _, err := bus.Clients.Open(t.Context(), c); err != nil {
				t.Error(err)
			}
			if _, err := bus.Scripts.Open(t.Context(), c); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}
