package fetch_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/abort"
	"asterism/webapi/fetch"
)

// upstream is a host whose responses are streams with a Ref.
type upstream struct {
	closed chan struct{}
}

func (u *upstream) Fetch(context.Context, *fetch.Request) (*fetch.Response, error) {
	reader := &watched{Reader: strings.NewReader("from upstream"), closed: u.closed}
	return &fetch.Response{
		Type: "basic", Status: 200, URLs: []string{"https://example.com/"},
		Body: &fetch.Body{Stream: reader, Length: 13, Ref: "stream-1"},
	}, nil
}

type watched struct {
	io.Reader
	closed chan struct{}
}

func (w *watched) Close() error {
	if w.closed != nil {
		close(w.closed)
	}
	return nil
}

// take evaluates source to a Response and takes it.
func take(t *testing.T, env *jstest.Env, source string) (response *fetch.Response, err error) {
	t.Helper()
	env.Eval(`(async () => { globalThis.it = await (` + source + `); })()`)
	env.Do(func(r *js.Realm) { response, err = fetch.TakeResponse(r, r.VM.GlobalObject().Get("it")) })
	return response, err
}

func TestTakeResponse(t *testing.T) {
	env := jstest.New(t, func(r *js.Realm) { installWith(r, &upstream{}) })
	for _, c := range []struct{ source, ref, body string }{
		{`new Response('text')`, "", "text"},
		{`new Response()`, "", "<null>"},
		{`new Response('')`, "", ""},
		{`new Response(new Response('moved').body)`, "", "moved"},
		{`new Response(new ReadableStream({start(c) { c.enqueue(new Uint8Array([65, 66])); c.close(); }}))`, "", "AB"},
		{`fetch('/')`, "stream-1", "from upstream"},
		{`fetch('/').then((r) => new Response(r.body, {status: 201}))`, "stream-1", "from upstream"},
		{`fetch('/').then((r) => { r.body; return r; })`, "stream-1", "from upstream"},
		{`fetch('/').then((r) => r.clone())`, "", "from upstream"},
		{`fetch('/').then((r) => { r.clone(); return r; })`, "", "from upstream"},
	} {
		response, err := take(t, env, c.source)
		if err != nil {
			t.Errorf("%s: %v", c.source, err)
			continue
		}
		body := "<null>"
		if b := response.Body; b != nil {
			if b.Ref != c.ref {
				t.Errorf("%s: Ref = %q, want %q", c.source, b.Ref, c.ref)
			}
			body = string(b.Bytes)
			if b.Stream != nil {
				data, err := io.ReadAll(b.Stream)
				if err != nil {
					t.Errorf("%s: %v", c.source, err)
				}
				body = string(data)
			}
		}
		if body != c.body {
			t.Errorf("%s: body = %q, want %q", c.source, body, c.body)
		}
		if _, err := take(t, env, "it"); err == nil && response.Body != nil {
			t.Errorf("%s: taken twice", c.source)
		}
	}
}

func TestTakeRefuses(t *testing.T) {
	env := jstest.New(t, func(r *js.Realm) { installWith(r, &upstream{}) })
	for source, want := range map[string]string{
		`1`:                "not a Response",
		`Response.error()`: "network error",
		`(async () => { const r = new Response('x'); await r.text(); return r; })()`: "read already",
		`(() => { const r = new Response('x'); r.body.getReader(); return r; })()`:   "locked",
	} {
		_, err := take(t, env, source)
		var network *fetch.NetworkError
		if !errors.As(err, &network) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", source, err, want)
		}
	}
}

func TestRequests(t *testing.T) {
	env := jstest.New(t, install)
	opened := 0
	env.Do(func(r *js.Realm) {
		signal := abort.New(r)
		object := fetch.NewRequest(r, &fetch.Request{
			Method: "POST", URL: "https://example.com/x", Mode: "navigate", Destination: "document",
			Headers: fetch.LazyHeaders(fetch.GuardNone, func(yield func(name, value string) bool) { yield("Cookie", "a=b") }),
			Body: &fetch.Body{Length: -1, Ref: "up", Open: func() (io.ReadCloser, error) {
				opened++
				return io.NopCloser(strings.NewReader("upload")), nil
			}},
		}, signal)
		_ = r.VM.GlobalObject().Set("q", object)
		q, ok := fetch.RequestOf(r, object)
		if !ok || q.Body == nil || q.Body.Ref != "up" || opened != 0 {
			t.Errorf("RequestOf = %+v", q)
		}
		if s, ok := fetch.SignalOf(r, object); !ok || s != signal {
			t.Error("SignalOf is another signal")
		}
		if fetch.BodyTouched(r, object) || fetch.IsResponse(r, object) {
			t.Error("an untouched request is touched, or a response")
		}
		if _, ok := fetch.RequestOf(r, goja.Undefined()); ok {
			t.Error("undefined is a request")
		}
	})
	got := env.Eval(`(async () => {
		let thrown = '';
		try { q.headers.set('a', 'b'); } catch (e) { thrown = e.name; }
		const copy = new Request(q, {headers: {'x-a': 'b'}});
		return [thrown, q.headers.get('cookie'), q.destination, copy.mode, [...copy.headers.keys()].join(), await copy.text(), q.bodyUsed].join('|');
	})()`)
	if want := "TypeError|a=b|document|same-origin|x-a|upload|true"; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if opened != 1 {
		t.Errorf("the body was opened %d times", opened)
	}
	env.Do(func(r *js.Realm) {
		object := r.VM.GlobalObject().Get("q")
		if !fetch.BodyTouched(r, object) {
			t.Error("a read request is not touched")
		}
		if _, err := fetch.TakeRequest(r, object); err == nil {
			t.Error("a read request was taken")
		}
	})
}

func TestSetCookie(t *testing.T) {
	for _, allowed := range []bool{false, true} {
		env := jstest.New(t, func(r *js.Realm) {
			installWith(r, testHost{})
			fetch.Install(r, testHost{}, fetch.Options{SetCookie: allowed})
		})
		response, err := take(t, env, `new Response('', {headers: [['Set-Cookie', 'a=b'], ['set-cookie', 'c=d']]})`)
		if err != nil || (len(response.Headers.GetSetCookie()) == 2) != allowed {
			t.Errorf("allowed %v: %v, %v", allowed, response, err)
		}
	}
}

func TestAbortClosesTheBody(t *testing.T) {
	u := &upstream{closed: make(chan struct{})}
	env := jstest.New(t, func(r *js.Realm) { installWith(r, u) })
	env.Eval(`(async () => {
		const c = new AbortController();
		await fetch('/', {signal: c.signal});
		c.abort();
	})()`)
	<-u.closed
}
