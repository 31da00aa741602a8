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
		Install(r, host, base)
	}
}

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: install(server{}, "http://a.example/dir/page")}, scripts)
}

func TestSecureOrigin(t *testing.T) {
	jstest.RunScript(t, jstest.Config{Install: install(nil, "https://a.example/")}, jstest.Script{Name: "secure.js", Source: `
test(() => {
	assert_throws_dom('SecurityError', () => new WebSocket('ws://b.example/'));
	assert_throws_dom('SecurityError', () => new WebSocket('http://b.example/'));
}, 'insecure connections are refused');
promise_test(async () => {
	for (const url of ['wss://b.example/', 'https://b.example/', 'ws://localhost:1/', '/x']) {
		const s = new WebSocket(url);
		await new Promise((resolve) => { s.onclose = resolve; });
	}
}, 'secure ones are not, and fail without a host');`})
}

// server answers by path: echo, refuse, close (at once, with 3001), drop, silent
// (never answers a close).
type server struct{}

func (server) Connect(ctx context.Context, q schemas.SocketRequest, out io.ReadCloser) (schemas.SocketReply, io.ReadCloser, error) {
	var reply schemas.SocketReply
	_, path, _ := strings.Cut(strings.TrimPrefix(q.URL, "ws://"), "/")
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
