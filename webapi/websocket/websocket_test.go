package websocket

import (
	"bufio"
	"context"
	"embed"
	"errors"
	"io"
	"strings"
	"testing"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/schemas"
	"asterism/webapi/blob"
	"asterism/webapi/events"
	"asterism/webapi/timers"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func install(host Host, base string) func(*js.Realm) {
	return func(r *js.Realm) {
		events.Install(r)
		timers.Install(r)
		blob.Install(r)
		Install(r, host, func() string { return base })
	}
}

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: install(server{}, "http://a.example/dir/page")}, scripts)
}

func TestSecureOrigin(t *testing.T) {
	jstest.RunScript(t, jstest.Config{Install: install(server{}, "https://a.example/")}, jstest.Script{Name: "secure.js", Source: `
promise_test(async () => {
	for (const [url, want] of [['ws://b.example/', 'close'], ['http://b.example/', 'close'], ['ws://localhost/', 'open'], ['ws://127.0.0.1/', 'open'], ['wss://b.example/', 'open']]) {
		const s = new WebSocket(url);
		assert_equals(await new Promise((resolve) => { s.onclose = s.onopen = (e) => resolve(e.type); }), want, url);
		s.close();
		if (want === 'open') await new Promise((resolve) => { s.onclose = resolve; });
	}
}, 'insecure connections to others fail');`})
	jstest.RunScript(t, jstest.Config{Install: install(nil, "https://a.example/")}, jstest.Script{Name: "nowhere.js", Source: `
promise_test(() => new Promise((resolve) => { new WebSocket('/x').onclose = resolve; }), 'without a host');`})
}

// server answers by path: echo, refuse, close (at once, with 3001), drop, silent
// (never answers a close).
type server struct{}

func (server) Connect(ctx context.Context, q schemas.SocketRequest, out io.ReadCloser) (schemas.SocketReply, io.ReadCloser, error) {
	var reply schemas.SocketReply
	_, path, _ := strings.Cut(q.URL[strings.Index(q.URL, "://")+3:], "/")
	switch path {
	case "refuse":
		out.Close()
		return reply, nil, errors.New("refused")
	case "never":
		<-ctx.Done()
		out.Close()
		return reply, nil, ctx.Err()
	}
	if len(q.Protocols) > 0 {
		reply.Protocol = q.Protocols[len(q.Protocols)-1]
	}
	in, to := io.Pipe()
	go func() {
		defer out.Close()
		defer to.CloseWithError(io.ErrUnexpectedEOF)
		say := func(kind schemas.SocketFrameKind, data []byte) {
			_, _ = to.Write(schemas.AppendSocketFrame(nil, kind, data))
		}
		switch path {
		case "close":
			say(schemas.SocketText, []byte("bye"))
			say(schemas.SocketClose, schemas.SocketCloseData(3001, "enough"))
			return
		case "drop":
			return
		}
		r := bufio.NewReader(out)
		for {
			f, err := schemas.ReadSocketFrame(r, nil)
			if err != nil {
				return
			}
			if f.Kind == schemas.SocketClose && path == "silent" {
				<-ctx.Done()
				return
			}
			_, _ = to.Write(schemas.AppendSocketFrame(nil, f.Kind, f.Data))
			if f.Kind == schemas.SocketClose {
				return
			}
		}
	}()
	return reply, in, nil
}
