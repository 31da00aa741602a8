package bus_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

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

// What is truncated or changed is found out at the end of reading; what was only
// begun is nobody's, and goes.
func TestDamagedObjects(t *testing.T) {
	ctx := short(t)
	server := bustest.Server(t)
	c := bustest.Connect(t, server, "test")
	s, err := bus.Bodies.Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	nc, err := nats.Connect(server.ClientURL())
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := js.Stream(ctx, "OBJ_sw_bodies")
	if err != nil {
		t.Fatal(err)
	}
	data := bytes.Repeat([]byte("asterism"), 200_000) // 13 chunks
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	for _, damage := range []string{"none", "the first chunk", "the last chunk"} {
		if err := s.PutStream(ctx, hash, bytes.NewReader(data)); err != nil {
			t.Fatal(err)
		}
		r, err := s.Open(ctx, hash)
		if err != nil {
			t.Fatal(err)
		}
		info, err := stream.Info(ctx, jetstream.WithSubjectFilter("$O.sw_bodies.C.*"))
		if err != nil || len(info.State.Subjects) != 1 {
			t.Fatalf("chunks of %v, %v", info.State.Subjects, err)
		}
		for subject := range info.State.Subjects {
			last, err := stream.GetLastMsgForSubject(ctx, subject)
			if err != nil {
				t.Fatal(err)
			}
			switch damage {
			case "the first chunk":
				err = stream.DeleteMsg(ctx, last.Sequence-12)
			case "the last chunk":
				err = stream.DeleteMsg(ctx, last.Sequence)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		got, err := io.ReadAll(r)
		if damage == "none" {
			if err != nil || !bytes.Equal(got, data) {
				t.Errorf("%d bytes, %v", len(got), err)
			}
			continue
		}
		if !errors.Is(err, bus.ErrDamaged) {
			t.Errorf("without %s: %d bytes, %v", damage, len(got), err)
		}
		if removed, err := s.Remove(ctx, r.Object()); err != nil || !removed {
			t.Errorf("not removed: %v", err)
		}
	}
	if err := s.PutStream(ctx, hash, io.MultiReader(bytes.NewReader(data), iotest.ErrReader(errors.New("broken off")))); err == nil {
		t.Error("a body that broke off was stored")
	}
	if _, err := js.Publish(ctx, "$O.sw_bodies.C.stray", []byte("begun")); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{0, 1, 0} {
		age := time.Hour
		if want == 1 {
			age = 0
		}
		if n, err := s.Strays(ctx, age); err != nil || n != want {
			t.Errorf("%d strays, %v; want %d", n, err, want)
		}
	}
}
