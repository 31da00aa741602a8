package bus_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// quick makes the clocks of bodies short.
func quick(conns ...*bus.Conn) {
	for _, c := range conns {
		c.SetBodyTimes(10*time.Millisecond, 30*time.Millisecond, 2*time.Second, 200*time.Millisecond)
	}
}

func TestBodyReaderCancels(t *testing.T) {
	sender, reader := pair(t, true)
	pr, _ := io.Pipe() // a source that blocks
	name, ended := offer(t, sender, pr)
	r := open(t, reader, name)
	_ = r.Close()
	wantCode(t, wait(t, ended), schemas.CodeAborted)
	_, err := r.Read(make([]byte, 1))
	wantCode(t, err, schemas.CodeAborted)
	if n := sender.OpenBodies() + reader.OpenBodies(); n != 0 {
		t.Errorf("%d bodies are left", n)
	}
}

func TestBodyContextsEndBothSides(t *testing.T) {
	sender, reader := pair(t, false)
	pr, _ := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	name, err := sender.OfferBody(ctx, pr, func(err error) { ended <- err })
	if err != nil {
		t.Fatal(err)
	}
	r := open(t, reader, name)
	cancel()
	_, err = r.Read(make([]byte, 1))
	wantCode(t, wait(t, ended), schemas.CodeAborted)
	// The reader's first word may come after the end: then the body is not there.
	if !errors.Is(err, &schemas.Error{Code: schemas.CodeNotFound}) {
		wantCode(t, err, schemas.CodeAborted)
	}

	for _, by := range []*bus.Conn{reader, sender} { // over the bus, and by reference
		pr, _ = io.Pipe()
		name, ended = offer(t, sender, pr)
		ctx, cancel = context.WithCancel(context.Background())
		r, err = by.OpenBody(ctx, name)
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		_, err = r.Read(make([]byte, 1))
		wantCode(t, err, schemas.CodeAborted)
		wantCode(t, wait(t, ended), schemas.CodeAborted)
	}
}

type failing struct {
	io.Reader
	err error
}

func (f failing) Read(p []byte) (int, error) {
	if n, err := f.Reader.Read(p); err == nil {
		return n, nil
	}
	return 0, f.err
}

func TestBodySourceFails(t *testing.T) {
	sender, reader := pair(t, false)
	for _, tt := range []struct {
		err  error
		want *schemas.Error
	}{
		{&schemas.Error{Code: schemas.CodeNetwork, Message: "reset"}, &schemas.Error{Code: schemas.CodeNetwork, Message: "reset"}},
		{io.ErrUnexpectedEOF, &schemas.Error{Code: schemas.CodeNetwork, Message: "the body was cut off at its source"}},
		{errors.New("/etc/secret: no"), &schemas.Error{Code: schemas.CodeInternal, Message: "the source of the body failed"}},
	} {
		name, ended := offer(t, sender, io.NopCloser(failing{strings.NewReader("begin"), tt.err}))
		got, err := io.ReadAll(open(t, reader, name))
		if string(got) != "begin" || !errors.Is(err, tt.want) {
			t.Errorf("read %q, %v; want %v", got, err, tt.want)
		}
		if err := wait(t, ended); !errors.Is(err, tt.err) {
			t.Errorf("ended with %v, want %v", err, tt.err)
		}
	}
}

func TestBodyNobodyOpens(t *testing.T) {
	sender, reader := pair(t, false)
	quick(sender, reader)
	src := newSource(strings.NewReader("x"))
	name, ended := offer(t, sender, src)
	wantCode(t, wait(t, ended), schemas.CodeTimeout)
	<-src.closed
	_, err := open(t, reader, name).Read(make([]byte, 1))
	wantCode(t, err, schemas.CodeNotFound)
}

// A sender whose connection is cut is noticed by a silent reader's ping.
func TestBodySenderDies(t *testing.T) {
	for _, tcp := range []bool{false, true} {
		sender, reader := pair(t, tcp)
		quick(reader)
		pr, pw := io.Pipe()
		name, ended := offer(t, sender, pr)
		r := open(t, reader, name)
		go func() { _, _ = pw.Write([]byte("x")) }()
		buf := make([]byte, 10)
		if _, err := r.Read(buf); err != nil {
			t.Fatal(err)
		}
		sender.NATS().Close()
		_, err := r.Read(buf)
		wantCode(t, err, schemas.CodeLost)
		wantCode(t, wait(t, ended), schemas.CodeAborted)
	}
}

// A reader whose connection is cut is noticed, whether the sender sends or waits.
func TestBodyReaderDies(t *testing.T) {
	for _, busy := range []bool{false, true} {
		sender, reader := pair(t, true)
		quick(sender)
		pr, pw := io.Pipe()
		name, ended := offer(t, sender, pr)
		r := open(t, reader, name)
		go func() {
			for {
				if _, err := pw.Write([]byte("x")); err != nil || !busy {
					return
				}
			}
		}()
		if _, err := r.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		reader.NATS().Close()
		wantCode(t, wait(t, ended), schemas.CodeLost)
		_, err := io.Copy(io.Discard, r)
		wantCode(t, err, schemas.CodeAborted)
		_ = pw.Close()
	}
}

// A reader that does not read keeps the body alive, and the sender waits.
func TestBodySlowReader(t *testing.T) {
	t.Parallel() // it waits
	sender, reader := pair(t, false)
	for _, c := range []*bus.Conn{sender, reader} {
		c.SetBodyTimes(20*time.Millisecond, 50*time.Millisecond, 2*time.Second, time.Minute)
	}
	var taken atomic.Int64
	want := noise(3 * bus.BodyWindow)
	name, ended := offer(t, sender, io.NopCloser(io.TeeReader(bytes.NewReader(want), counter{&taken})))
	r := open(t, reader, name)
	// Longer than the silence that counts as death.
	select {
	case err := <-ended:
		t.Fatalf("ended with %v", err)
	case <-time.After(3 * time.Second):
	}
	if n := taken.Load(); n > bus.BodyFirstWindow || n < bus.BodyFirstWindow*9/10 {
		t.Errorf("%d bytes were taken from the source, want about a first window: %d", n, bus.BodyFirstWindow)
	}
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want) {
		t.Errorf("read %d of %d bytes, %v", len(got), len(want), err)
	}
	if err := wait(t, ended); err != nil {
		t.Error(err)
	}
}

// Many tiny chunks do not fill the memory of a reader that does not read.
func TestBodyTinyChunks(t *testing.T) {
	sender, reader := pair(t, false)
	var taken atomic.Int64
	name, ended := offer(t, sender, io.NopCloser(io.TeeReader(iotest.OneByteReader(&endless{1 << 20}), counter{&taken})))
	r := open(t, reader, name)
	const most = bus.BodyFirstWindow / (1 + bus.BodyChunkCost)
	deadline := time.Now().Add(5 * time.Second)
	for taken.Load() < most && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond) // no event tells that the sender waits
	}
	if n, err := io.CopyN(io.Discard, r, 3*most); n != 3*most || err != nil {
		t.Errorf("read %d bytes, %v", n, err)
	}
	if n := taken.Load(); n > 3*most+bus.BodyWindow/(1+bus.BodyChunkCost) {
		t.Errorf("%d bytes were taken ahead", n)
	}
	_ = r.Close()
	wantCode(t, wait(t, ended), schemas.CodeAborted)
}

type counter struct{ n *atomic.Int64 }

func (c counter) Write(p []byte) (int, error) { c.n.Add(int64(len(p))); return len(p), nil }

func TestBodyConnCloses(t *testing.T) {
	sender, reader := pair(t, true)
	pr, pw := io.Pipe()
	name, ended := offer(t, sender, pr)
	r := open(t, reader, name)
	go func() { _, _ = pw.Write([]byte("x")) }()
	if _, err := r.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	if err := sender.Close(); err != nil {
		t.Fatal(err)
	}
	wantCode(t, wait(t, ended), schemas.CodeAborted)
	_, err := r.Read(make([]byte, 1))
	wantCode(t, err, schemas.CodeAborted)
	_, err = sender.OfferBody(t.Context(), io.NopCloser(strings.NewReader("")), nil)
	wantCode(t, err, schemas.CodeAborted)
}
