package bus_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"asterism/bus"
	"asterism/bus/bustest"
)

func TestObjects(t *testing.T) {
	ctx := short(t)
	c := bustest.New(t)
	store, err := bus.Scripts.Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range [][]byte{nil, []byte("self.onfetch = null"), bytes.Repeat([]byte("x"), 3<<20)} {
		var hash string
		for range 2 {
			if hash, err = store.Put(ctx, data); err != nil {
				t.Fatal(err)
			}
		}
		again, err := bus.Scripts.Open(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := again.Get(ctx, hash); err != nil || !bytes.Equal(got, data) {
			t.Errorf("Get(%s) = %d bytes, %v; want %d", hash, len(got), err, len(data))
		}
	}
	if _, err := store.Get(ctx, strings.Repeat("0", 64)); !errors.Is(err, bus.ErrNotFound) {
		t.Errorf("Get of nothing: %v", err)
	}
	if _, err := store.Get(ctx, "../x"); err == nil {
		t.Error("Get took what is not a hash")
	}
}

// Each finds what Put stored; Remove removes only what is still as it was found.
func TestCollectObjects(t *testing.T) {
	ctx := short(t)
	s, err := bus.Bodies.Open(ctx, bustest.New(t))
	if err != nil {
		t.Fatal(err)
	}
	data := bytes.Repeat([]byte("asterism"), 100_000)
	hash, err := s.Put(ctx, data)
	if err != nil {
		t.Fatal(err)
	}
	find := func() (all []bus.Object) {
		t.Helper()
		if err := s.Each(ctx, func(o bus.Object) error { all = append(all, o); return nil }); err != nil {
			t.Fatal(err)
		}
		return all
	}
	found := find()
	if len(found) != 1 || found[0].Hash != hash || found[0].Length != int64(len(data)) {
		t.Fatalf("found %+v", found)
	}
	if had, err := s.Renew(ctx, hash, 7); had || err != nil {
		t.Errorf("renewed an object of another length: %v", err)
	}
	if had, err := s.Renew(ctx, hash, int64(len(data))); !had || err != nil {
		t.Errorf("not renewed: %v", err)
	}
	if removed, err := s.Remove(ctx, found[0]); removed || err != nil {
		t.Errorf("removed although renewed: %v", err)
	}
	if got, err := s.Get(ctx, hash); err != nil || !bytes.Equal(got, data) {
		t.Errorf("after that: %d bytes, %v", len(got), err)
	}
	if removed, err := s.Remove(ctx, find()[0]); !removed || err != nil {
		t.Errorf("not removed: %v", err)
	}
	if left := find(); len(left) != 0 {
		t.Errorf("left: %+v", left)
	}
	if had, err := s.Renew(ctx, hash, int64(len(data))); had || err != nil {
		t.Errorf("renewed what is gone: %v", err)
	}
	if err := s.PutStream(ctx, hash, bytes.NewReader(data)); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Get(ctx, hash); err != nil || !bytes.Equal(got, data) {
		t.Errorf("stored again: %d bytes, %v", len(got), err)
	}
	if err := s.PutStream(ctx, hash, strings.NewReader("something else")); err == nil {
		t.Error("bytes of another hash were taken")
	}
}
