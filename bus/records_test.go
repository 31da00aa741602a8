package bus_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/schemas"
)

// shelf is a bucket of two-part keys.
var shelf = bus.Records[schemas.Cache]{Name: "test_shelf", Key: "{scope}.{cache}.{url}", Doc: "a test's"}

func openShelf(t *testing.T, c *bus.Conn) *bus.Ledger[schemas.Cache] {
	t.Helper()
	l, err := shelf.Open(short(t), c)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func at(cache, url string) bus.Params {
	return bus.Params{"scope": "https://a.example/", "cache": cache, "url": url}
}

func write(cache, url, name string, rev uint64) bus.Write[schemas.Cache] {
	return bus.Write[schemas.Cache]{Key: at(cache, url), Value: &schemas.Cache{ID: "1", Name: name}, Revision: rev}
}

func names(records []bus.Record[schemas.Cache]) []string {
	var all []string
	for _, r := range records {
		all = append(all, r.Value.Name)
	}
	return all
}

func TestRecords(t *testing.T) {
	ctx := short(t)
	c := bustest.New(t)
	l := openShelf(t, c)
	openShelf(t, c) // again: idempotent

	none, err := l.Get(ctx, at("one", "a"))
	if err != nil || !none.Deleted || none.Revision != 0 {
		t.Fatalf("Get of nothing: %+v, %v", none, err)
	}
	rev, err := l.Commit(ctx, []bus.Write[schemas.Cache]{write("one", "b", "b", 0), write("one", "a", "a", 0), write("two", "a", "other", 0)})
	if err != nil {
		t.Fatal(err)
	}
	got, err := l.Get(ctx, at("one", "a"))
	if err != nil || got.Value.Name != "a" || got.Revision != rev-1 {
		t.Fatalf("Get: %+v, %v; the batch ended at %d", got, err, rev)
	}
	if all, err := l.List(ctx, bus.Params{"scope": "https://a.example/", "cache": "one"}); err != nil || !slices.Equal(names(all), []string{"b", "a"}) {
		t.Fatalf("List: %v, %v", names(all), err)
	}
	if all, err := l.List(ctx, bus.Params{"origin": "https://b.example"}); err != nil || len(all) != 0 {
		t.Fatalf("List of another origin: %v, %v", names(all), err)
	}

	// One wrong revision, and nothing is written.
	if _, err := l.Commit(ctx, []bus.Write[schemas.Cache]{write("one", "c", "c", 0), write("one", "a", "A", rev)}); !errors.Is(err, bus.ErrConflict) {
		t.Fatalf("a batch with a wrong revision: %v", err)
	}
	if _, err := l.Commit(ctx, []bus.Write[schemas.Cache]{write("one", "a", "A", 0)}); !errors.Is(err, bus.ErrConflict) {
		t.Fatalf("a write with a wrong revision: %v", err)
	}
	if all, err := l.List(ctx, nil); err != nil || !slices.Equal(names(all), []string{"b", "a", "other"}) {
		t.Fatalf("after a conflict: %v, %v", names(all), err)
	}

	// A deletion is a write: it takes part in compare-and-set.
	if _, err := l.Commit(ctx, []bus.Write[schemas.Cache]{{Key: at("one", "a"), Revision: got.Revision}, write("one", "c", "c", 0)}); err != nil {
		t.Fatal(err)
	}
	gone, err := l.Get(ctx, at("one", "a"))
	if err != nil || !gone.Deleted || gone.Revision == 0 {
		t.Fatalf("Get of a deleted record: %+v, %v", gone, err)
	}
	if _, err := l.Commit(ctx, []bus.Write[schemas.Cache]{write("one", "a", "again", gone.Revision)}); err != nil {
		t.Fatal(err)
	}
	if err := l.Purge(ctx, bus.Params{"scope": "https://a.example/", "cache": "one"}, 0); err != nil {
		t.Fatal(err)
	}
	if all, err := l.List(ctx, nil); err != nil || !slices.Equal(names(all), []string{"other"}) {
		t.Fatalf("after a purge: %v, %v", names(all), err)
	}
	if _, err := l.Commit(ctx, make([]bus.Write[schemas.Cache], bus.MaxBatch+1)); !errors.Is(err, &schemas.Error{Code: schemas.CodeLimit}) {
		t.Fatalf("a batch that is too long: %v", err)
	}
}

// More records than a server gives at once.
func TestManyRecords(t *testing.T) {
	ctx := short(t)
	l := openShelf(t, bustest.New(t))
	const many = 2500
	var want []string
	var batch []bus.Write[schemas.Cache]
	for i := range many {
		name := fmt.Sprint(i)
		want = append(want, name)
		if batch = append(batch, write("one", name, name, 0)); len(batch) == bus.MaxBatch || i == many-1 {
			if _, err := l.Commit(ctx, batch); err != nil {
				t.Fatal(err)
			}
			batch = nil
		}
	}
	if all, err := l.List(ctx, bus.Params{"cache": "one"}); err != nil || !slices.Equal(names(all), want) {
		t.Fatalf("%d records, %v", len(all), err)
	}
}

// Of writers at the same time one wins, and no batch is mixed with another.
func TestConcurrentCommits(t *testing.T) {
	ctx := short(t)
	l := openShelf(t, bustest.New(t))
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for {
				all, err := l.List(ctx, bus.Params{"cache": "one"})
				if err != nil {
					t.Error(err)
					return
				}
				revs := []uint64{0, 0}
				if len(all) > 0 {
					if len(all) != 2 || all[0].Value.Name != all[1].Value.Name {
						t.Errorf("a mixture: %v", names(all))
						return
					}
					for _, r := range all {
						revs[r.Key["url"][0]-'a'] = r.Revision
					}
				}
				_, err = l.Commit(ctx, []bus.Write[schemas.Cache]{write("one", "a", fmt.Sprint(i), revs[0]), write("one", "b", fmt.Sprint(i), revs[1])})
				if err == nil {
					return
				}
				if !errors.Is(err, bus.ErrConflict) {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestFollow(t *testing.T) {
	ctx := short(t)
	s := bustest.Server(t)
	writer, reader := openShelf(t, bustest.Connect(t, s, "writer")), openShelf(t, bustest.Connect(t, s, "reader"))
	if _, err := writer.Commit(ctx, []bus.Write[schemas.Cache]{write("one", "a", "before", 0)}); err != nil {
		t.Fatal(err)
	}
	began, heard := make(chan struct{}), make(chan []bus.Record[schemas.Cache])
	following := make(chan error, 1)
	go func() {
		following <- reader.Follow(ctx, func(on bool) {
			if on {
				close(began)
			}
		}, func(batch []bus.Record[schemas.Cache]) { heard <- batch })
	}()
	<-began
	rev, err := writer.Commit(ctx, []bus.Write[schemas.Cache]{write("one", "b", "after", 0)})
	if err != nil {
		t.Fatal(err)
	}
	if b := <-heard; len(b) != 1 || b[0].Value.Name != "after" || b[0].Revision != rev || b[0].Key["url"] != "b" {
		t.Errorf("heard %+v", b)
	}
	if _, err := writer.Commit(ctx, []bus.Write[schemas.Cache]{write("two", "a", "1", 0), write("two", "b", "2", 0), write("two", "c", "3", 0)}); err != nil {
		t.Fatal(err)
	}
	if b := <-heard; !slices.Equal(names(b), []string{"1", "2", "3"}) {
		t.Errorf("of a batch heard %+v", b)
	}
	if _, err := writer.Commit(ctx, []bus.Write[schemas.Cache]{{Key: at("one", "b"), Revision: rev}}); err != nil {
		t.Fatal(err)
	}
	if b := <-heard; len(b) != 1 || !b[0].Deleted || b[0].Key["url"] != "b" {
		t.Errorf("heard %+v", b)
	}
}

// GetAll is Get of several, whether they are there or not.
func TestGetAll(t *testing.T) {
	ctx := short(t)
	l := openShelf(t, bustest.New(t))
	rev, err := l.Commit(ctx, []bus.Write[schemas.Cache]{write("one", "a", "a", 0), write("one", "b", "b", 0), write("one", "c", "c", 0)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Commit(ctx, []bus.Write[schemas.Cache]{{Key: at("one", "b"), Revision: rev - 1}}); err != nil {
		t.Fatal(err)
	}
	for _, keys := range [][]bus.Params{{at("one", "c"), at("one", "b"), at("one", "x"), at("one", "a")}, {at("one", "b")}, {}} {
		all, err := l.GetAll(ctx, keys)
		if err != nil || len(all) != len(keys) {
			t.Fatalf("%d of %d, %v", len(all), len(keys), err)
		}
		for i, p := range keys {
			one, err := l.Get(ctx, p)
			if err != nil || one.Revision != all[i].Revision || one.Deleted != all[i].Deleted || one.Value.Name != all[i].Value.Name {
				t.Errorf("%v: %+v; Get gives %+v, %v", p, all[i], one, err)
			}
		}
	}
}
