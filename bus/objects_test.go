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
