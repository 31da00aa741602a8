package streams_test

import (
	"bytes"
	"embed"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/abort"
	"asterism/webapi/clone"
	"asterism/webapi/encoding"
	"asterism/webapi/events"
	"asterism/webapi/messaging"
	"asterism/webapi/streams"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) { jstest.Run(t, jstest.Config{Install: install}, scripts) }

func install(r *js.Realm) {
	events.Install(r)
	abort.Install(r)
	streams.Install(r)
	encoding.Install(r)
	clone.Install(r)
	messaging.Install(r, "https://a.example", nil)
	native := func(name string, make func() io.ReadCloser) {
		_ = r.VM.GlobalObject().Set(name, r.Function(js.Function{Name: name, Call: func(c js.Call) goja.Value {
			return streams.FromReader(c.Realm, streams.Source{Reader: make()}).Object()
		}}))
	}
	native("nativeText", func() io.ReadCloser { return io.NopCloser(strings.NewReader("native bytes")) })
	native("nativeLong", func() io.ReadCloser { return io.NopCloser(bytes.NewReader(make([]byte, 200_000))) })
	native("nativeBroken", func() io.ReadCloser {
		return io.NopCloser(io.MultiReader(strings.NewReader("ok"), failing{}))
	})
	native("nativeStuck", func() io.ReadCloser {
		r, _ := io.Pipe()
		return r
	})
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("cut short") }

// streamOf evaluates source to a ReadableStream.
func streamOf(env *jstest.Env, source string, use func(r *js.Realm, s *streams.Readable)) {
	env.Eval("globalThis.s = " + source + "; undefined")
	env.Do(func(r *js.Realm) {
		s, ok := streams.Of(r, r.VM.GlobalObject().Get("s"))
		if !ok {
			env.T.Fatal("not a stream")
		}
		use(r, s)
	})
}

func TestReadFromGo(t *testing.T) {
	env := jstest.New(t, install)
	var reader io.ReadCloser
	streamOf(env, `(globalThis.pulls = 0, new ReadableStream({
		pull(c) { if (++pulls > 5) c.close(); else c.enqueue(new TextEncoder().encode('chunk' + pulls + ' ')); },
	}, {highWaterMark: 0}))`, func(r *js.Realm, s *streams.Readable) {
		if _, ok := s.Take(); ok {
			t.Error("a script's stream has a source")
		}
		reader, _ = s.Reader()
		if _, ok := s.Reader(); ok {
			t.Error("two readers")
		}
	})
	one := make([]byte, 7)
	if _, err := io.ReadFull(reader, one); err != nil || string(one) != "chunk1 " {
		t.Fatalf("read %q, %v", one, err)
	}
	if pulls := env.Eval("pulls"); pulls != int64(1) {
		t.Errorf("%v pulls after one chunk: no back-pressure", pulls)
	}
	rest, err := io.ReadAll(reader)
	if err != nil || string(rest) != "chunk2 chunk3 chunk4 chunk5 " {
		t.Errorf("rest = %q, %v", rest, err)
	}
}

func TestReadFailures(t *testing.T) {
	env := jstest.New(t, install)
	for source, want := range map[string]string{
		`new ReadableStream({pull(c) { c.error(new RangeError('bad')); }})`: "RangeError: bad",
		`new ReadableStream({pull(c) { c.enqueue('text'); }})`:              "a chunk of the body is not bytes",
		`new ReadableStream({pull() { throw 'thrown'; }})`:                  "thrown",
	} {
		var reader io.ReadCloser
		streamOf(env, source, func(_ *js.Realm, s *streams.Readable) { reader, _ = s.Reader() })
		if _, err := io.ReadAll(reader); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", source, err, want)
		}
	}
}

func TestCloseCancels(t *testing.T) {
	env := jstest.New(t, install)
	var reader io.ReadCloser
	streamOf(env, `(globalThis.cancelled = new Promise((f) => { globalThis.f = f; }), new ReadableStream({cancel(e) { f(e.name); }}))`,
		func(_ *js.Realm, s *streams.Readable) { reader, _ = s.Reader() })
	read := make(chan error)
	go func() {
		_, err := reader.Read(make([]byte, 1))
		read <- err
	}()
	reader.Close()
	if err := <-read; !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("read after close: %v", err)
	}
	if got := env.Eval("cancelled"); got != "AbortError" {
		t.Errorf("cancelled with %v", got)
	}
}

func TestLoopEnds(t *testing.T) {
	env := jstest.New(t, install)
	var reader io.ReadCloser
	streamOf(env, `new ReadableStream()`, func(_ *js.Realm, s *streams.Readable) { reader, _ = s.Reader() })
	read := make(chan error)
	go func() {
		_, err := reader.Read(make([]byte, 1))
		read <- err
	}()
	env.Loop.Stop(nil)
	if err := <-read; !errors.Is(err, streams.ErrLoopEnded) {
		t.Errorf("read after the loop's end: %v", err)
	}
}

func TestTakeBack(t *testing.T) {
	env := jstest.New(t, install)
	env.Do(func(r *js.Realm) {
		source := streams.Source{Reader: io.NopCloser(strings.NewReader("x")), Tag: "tag"}
		s := streams.FromReader(r, source)
		_ = r.VM.GlobalObject().Set("s", s.Object())
		if got, ok := s.Take(); !ok || got.Tag != "tag" {
			t.Errorf("Take = %v, %v", got, ok)
		}
		if _, ok := s.Take(); ok || !s.Disturbed() || !s.Locked() {
			t.Error("a stream was taken twice")
		}
		touched := streams.FromReader(r, source)
		touched.Cancel(goja.Undefined())
		if _, ok := touched.Take(); ok {
			t.Error("a touched stream was taken")
		}
	})
}
