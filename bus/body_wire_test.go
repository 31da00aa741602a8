package bus_test

import (
	"bytes"
	"io"
	"testing"
	"time"

	"asterism/bus"
	"asterism/bus/bustest"
	"asterism/schemas"

	"github.com/nats-io/nats.go"
)

// fakeSender plays a sender by hand: it waits for the reader's first word.
func fakeSender(t *testing.T) (r io.ReadCloser, say func(kind byte, n uint64, data string), heard func() (byte, uint64), c *bus.Conn) {
	t.Helper()
	s := bustest.Server(t)
	c = bustest.Connect(t, s, "reader")
	hand := bustest.Connect(t, s, "hand").NATS()
	sub, err := hand.SubscribeSync("sw.body.hand.1")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sub.Unsubscribe() }) // draining would wait for what is not read
	if err := hand.Flush(); err != nil {
		t.Fatal(err)
	}
	r = open(t, c, "hand.1")
	next := func() *nats.Msg {
		m, err := sub.NextMsg(5 * time.Second)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	inbox := next().Reply
	say = func(kind byte, n uint64, data string) {
		if err := hand.Publish(inbox, bus.EncodeBodyMsg(kind, n, []byte(data))); err != nil {
			t.Fatal(err)
		}
	}
	return r, say, func() (byte, uint64) {
		kind, n, _, err := bus.DecodeBodyMsg(next().Data)
		if err != nil {
			t.Fatal(err)
		}
		return kind, n
	}, c
}

func TestBodyGap(t *testing.T) {
	for name, bad := range map[string]func(say func(byte, uint64, string)){
		"a chunk is lost":                func(say func(byte, uint64, string)) { say('d', 2, "c") },
		"a chunk comes twice":            func(say func(byte, uint64, string)) { say('d', 0, "a") },
		"the last chunk is lost":         func(say func(byte, uint64, string)) { say('e', 2, "") },
		"a ping knows of another chunk":  func(say func(byte, uint64, string)) { say('p', 2, "") },
		"an answer knows of another one": func(say func(byte, uint64, string)) { say('k', 2, "") },
	} {
		t.Run(name, func(t *testing.T) {
			r, say, heard, reader := fakeSender(t)
			advisories := listen(t, reader)
			say('d', 0, "a")
			say('p', 0, "") // overtaken, no gap
			bad(say)
			_, err := io.ReadAll(r)
			wantCode(t, err, schemas.CodeLost)
			if kind, n := heard(); kind != 'k' || n != bus.BodyFirstWindow {
				t.Errorf("the ping was answered with %q %d", kind, n)
			}
			if kind, _ := heard(); kind != 'x' {
				t.Errorf("the sender heard %q, want a cancel", kind)
			}
			if a := <-advisories; a.Kind != "body-lost" || a.Subject != "sw.body.hand.1" {
				t.Errorf("advisory %+v", a)
			}
		})
	}
}

func TestBodyBadSender(t *testing.T) {
	r, say, _, _ := fakeSender(t)
	say('?', 0, "")
	_, err := r.Read(make([]byte, 1))
	wantCode(t, err, schemas.CodeBadMessage)

	r, say, _, _ = fakeSender(t)
	say('d', 0, string(make([]byte, bus.BodyFirstWindow))) // with the cost, more than was granted
	_, err = io.ReadAll(r)
	wantCode(t, err, schemas.CodeBadMessage)
}

// listen hears the advisories of everyone.
func listen(t *testing.T, c *bus.Conn) <-chan schemas.Advisory {
	t.Helper()
	heard := make(chan schemas.Advisory, 100)
	sub, err := bus.Advisories.Subscribe(c, nil, func(a schemas.Advisory, _ bus.Params) { heard <- a })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sub.Stop() })
	if err := c.Flush(); err != nil {
		t.Fatal(err)
	}
	return heard
}

// Garbage on a sender's subject is reported, and the body goes on.
func TestBodyBadReader(t *testing.T) {
	sender, reader := pair(t, false)
	advisories := listen(t, reader)
	name, ended := offer(t, sender, io.NopCloser(bytes.NewReader([]byte("hello"))))
	for _, data := range []string{"", "x", "{\"kind\":1}", "\x02c12345678", "\x01?12345678"} {
		if err := reader.NATS().Publish("sw.body."+name, []byte(data)); err != nil {
			t.Fatal(err)
		}
		select {
		case a := <-advisories:
			if a.Kind != "bad-message" || a.Subject != "sw.body."+name {
				t.Errorf("%q: advisory %+v", data, a)
			}
		case <-time.After(5 * time.Second):
			t.Fatalf("%q: no advisory", data)
		}
	}
	got, err := io.ReadAll(open(t, reader, name))
	if err != nil || string(got) != "hello" {
		t.Errorf("%q, %v", got, err)
	}
	if err := wait(t, ended); err != nil {
		t.Error(err)
	}
}

func FuzzBodyMsg(f *testing.F) {
	f.Add([]byte("\x01d\x00\x00\x00\x00\x00\x00\x00\x07data"))
	f.Add(bus.EncodeBodyMsg('f', 3, []byte(`{"code":"lost","message":""}`)))
	f.Fuzz(func(t *testing.T, b []byte) {
		kind, n, data, err := bus.DecodeBodyMsg(b)
		if err != nil {
			wantCode(t, err, schemas.CodeBadMessage)
			return
		}
		if again := bus.EncodeBodyMsg(kind, n, data); !bytes.Equal(again, b) {
			t.Fatalf("%x became %x", b, again)
		}
	})
}

// The layout in schemas/FRAME.md.
func TestBodyMsgLayout(t *testing.T) {
	for _, tt := range []struct {
		kind byte
		n    uint64
		data string
		want string
	}{
		{'c', bus.BodyFirstWindow, "", "\x01c\x00\x00\x00\x00\x00\x04\x00\x00"},
		{'d', 7, "data", "\x01d\x00\x00\x00\x00\x00\x00\x00\x07data"},
	} {
		if got := bus.EncodeBodyMsg(tt.kind, tt.n, []byte(tt.data)); string(got) != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
