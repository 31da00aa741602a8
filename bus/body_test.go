package bus_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/schemas"
)

// pair is a sender and a reader on connections of their own; tcp says whether
// the reader's goes over a socket.
func pair(t testing.TB, tcp bool) (sender, reader *bus.Conn) {
	t.Helper()
	s := bustest.Server(t)
	sender = bustest.Connect(t, s, "sender")
	if !tcp {
		return sender, bustest.Connect(t, s, "reader")
	}
	reader, err := bus.Connect(t.Context(), bus.Config{URL: s.ClientURL()}, "reader", bustest.Log(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	return sender, reader
}

// offer offers r; the channel hears how it ended.
func offer(t testing.TB, c *bus.Conn, r io.ReadCloser) (name string, ended chan error) {
	t.Helper()
	ended = make(chan error, 1)
	name, err := c.OfferBody(context.Background(), r, func(err error) { ended <- err })
	if err != nil {
		t.Fatal(err)
	}
	return name, ended
}

func open(t testing.TB, c *bus.Conn, name string) io.ReadCloser {
	t.Helper()
	r, err := c.OpenBody(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

// wait waits for how an offer ended.
func wait(t testing.TB, ended <-chan error) error {
	t.Helper()
	select {
	case err := <-ended:
		return err
	case <-time.After(10 * time.Second):
		t.Fatal("the offer did not end")
		return nil
	}
}

func wantCode(t testing.TB, err error, code schemas.Code) {
	t.Helper()
	if !errors.Is(err, &schemas.Error{Code: code}) {
		t.Errorf("error %v, want code %s", err, code)
	}
}

// source counts what is taken from a body and notices its closing.
type source struct {
	io.Reader
	closed chan struct{}
}

func newSource(r io.Reader) *source { return &source{r, make(chan struct{})} }

func (s *source) Close() error { close(s.closed); return nil }

func noise(n int) []byte {
	b := make([]byte, n)
	seed := [32]byte{1}
	_, _ = rand.NewChaCha8(seed).Read(b)
	return b
}

func TestBodyArrivesWhole(t *testing.T) {
	for _, tcp := range []bool{false, true} {
		sender, reader := pair(t, tcp)
		for _, size := range []int{0, 1, bus.BodyChunkSize, bus.BodyChunkSize + 1, 3*bus.BodyWindow + 5} {
			want := noise(size)
			src := newSource(bytes.NewReader(want))
			name, ended := offer(t, sender, src)
			got, err := io.ReadAll(open(t, reader, name))
			if err != nil || sha256.Sum256(got) != sha256.Sum256(want) {
				t.Fatalf("tcp %v, size %d: got %d bytes, %v", tcp, size, len(got), err)
			}
			if err := wait(t, ended); err != nil {
				t.Errorf("size %d: ended with %v", size, err)
			}
			<-src.closed
		}
	}
}

func TestBodyCopyPassesChunksOn(t *testing.T) {
	sender, reader := pair(t, false)
	want := noise(bus.BodyWindow * 2)
	name, ended := offer(t, sender, io.NopCloser(bytes.NewReader(want)))
	var got bytes.Buffer
	if n, err := io.Copy(&got, open(t, reader, name)); err != nil || n != int64(len(want)) || !bytes.Equal(got.Bytes(), want) {
		t.Errorf("copied %d of %d bytes, %v", n, len(want), err)
	}
	if err := wait(t, ended); err != nil {
		t.Error(err)
	}
}

// What is written is read at once, though the body goes on.
func TestBodyIsNotHeldBack(t *testing.T) {
	sender, reader := pair(t, true)
	pr, pw := io.Pipe()
	name, ended := offer(t, sender, pr)
	r := open(t, reader, name)
	buf := make([]byte, 100)
	for _, word := range []string{"one", "two", "three"} {
		if _, err := pw.Write([]byte(word)); err != nil {
			t.Fatal(err)
		}
		if n, err := r.Read(buf); err != nil || string(buf[:n]) != word {
			t.Fatalf("read %q, %v; want %q", buf[:n], err, word)
		}
	}
	_ = pw.Close()
	if n, err := r.Read(buf); n != 0 || err != io.EOF {
		t.Errorf("at the end: %d, %v", n, err)
	}
	if err := wait(t, ended); err != nil {
		t.Error(err)
	}
}

// On the Conn that offers it the body is read from its source.
func TestBodyByReference(t *testing.T) {
	c := bustest.New(t)
	src := newSource(strings.NewReader("hello"))
	name, ended := offer(t, c, src)
	got, err := io.ReadAll(open(t, c, name))
	if err != nil || string(got) != "hello" {
		t.Fatalf("%q, %v", got, err)
	}
	if err := wait(t, ended); err != nil {
		t.Error(err)
	}
	<-src.closed
	if n := c.NATS().Stats().OutMsgs; n > 20 { // what connecting takes, and no chunk
		t.Errorf("%d messages were sent", n)
	}

	_, err = c.OpenBody(t.Context(), name)
	wantCode(t, err, schemas.CodeNotFound)

	name, ended = offer(t, c, newSource(strings.NewReader("hello")))
	_ = open(t, c, name).Close()
	wantCode(t, wait(t, ended), schemas.CodeAborted)
}

func TestBodyHasOneReader(t *testing.T) {
	sender, reader := pair(t, false)
	pr, pw := io.Pipe()
	name, ended := offer(t, sender, pr)
	first := open(t, reader, name)
	go func() { _, _ = pw.Write([]byte("x")) }()
	if _, err := first.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	_, err := open(t, reader, name).Read(make([]byte, 1))
	wantCode(t, err, schemas.CodeConflict)
	_, err = sender.OpenBody(t.Context(), name)
	wantCode(t, err, schemas.CodeConflict)
	_ = pw.Close()
	if _, err := first.Read(make([]byte, 1)); err != io.EOF {
		t.Error(err)
	}
	if err := wait(t, ended); err != nil {
		t.Error(err)
	}
}

func TestBodyNames(t *testing.T) {
	c := bustest.New(t)
	for _, name := range []string{"", "a", "a.", ".a", "a.b.c", "a.*", "a.>", "a. b"} {
		_, err := c.OpenBody(t.Context(), name)
		wantCode(t, err, schemas.CodeBadMessage)
	}
	_, err := open(t, c, "nobody.1").Read(make([]byte, 1))
	wantCode(t, err, schemas.CodeLost)
}
