package hygiene_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"asterism/schemas"
	"asterism/services/loader/hygiene"

	"golang.org/x/net/http/httpguts"
)

func block(pairs ...string) (b schemas.HeaderBlock) {
	for i := 0; i < len(pairs); i += 2 {
		b.Append(pairs[i], pairs[i+1])
	}
	return b
}

func pairs(b schemas.HeaderBlock) (out []string) {
	for n, v := range b.All() {
		out = append(out, n+": "+v)
	}
	return out
}

func TestAppendRequest(t *testing.T) {
	r := &http.Request{Host: "a.example", Header: http.Header{
		"Connection": {"keep-alive, X-Secret", "close"}, "X-Secret": {"1"}, "Te": {"trailers"}, "Upgrade": {"websocket"},
		"Transfer-Encoding": {"chunked"}, "Proxy-Authorization": {"x"}, "Keep-Alive": {"5"},
		"Accept": {"a", "b"}, "Cookie": {"k=v"},
	}}
	got := pairs(hygiene.AppendRequest(nil, r))
	slices.Sort(got[1:])
	want := []string{"Host: a.example", "Accept: a", "Accept: b", "Cookie: k=v"}
	if !slices.Equal(got, want) {
		t.Fatalf("%q, want %q", got, want)
	}
}

func TestReadResponse(t *testing.T) {
	h := http.Header{}
	length, refused := hygiene.ReadResponse(h, block(
		"content-type", "text/plain", "Set-Cookie", "a=1", "set-cookie", "b=2", "Connection", "X-Hop", "x-hop", "1",
		"Transfer-Encoding", "chunked", "Content-Length", "12", "bad name", "x", "X-Bad", "a\r\nb", "X-Empty", "",
		"X-1", "1", "X-2", "2", "X-3", "3", "X-4", "4", "X-5", "5", "X-6", "6", "X-7", "7", "Set-Cookie", "c=3",
	))
	if length != "12" || refused != 2 {
		t.Errorf("length %q, refused %d", length, refused)
	}
	want := http.Header{"Content-Type": {"text/plain"}, "Set-Cookie": {"a=1", "b=2", "c=3"}, "X-Empty": {""},
		"X-1": {"1"}, "X-2": {"2"}, "X-3": {"3"}, "X-4": {"4"}, "X-5": {"5"}, "X-6": {"6"}, "X-7": {"7"}}
	if len(h) != len(want) {
		t.Fatalf("%v", h)
	}
	for name := range want {
		if !slices.Equal(h[name], want[name]) {
			t.Errorf("%s: %q, want %q", name, h[name], want[name])
		}
	}
}

func TestReadRequest(t *testing.T) {
	h := http.Header{}
	refused := hygiene.ReadRequest(h, block("host", "evil.example", "accept-encoding", "br", "X", "1", "x", "2",
		"content-length", "3", "upgrade", "h2c", "Connection", "y", "Y", "1", "z", "\x00"))
	if refused != 1 || len(h) != 1 || !slices.Equal(h["X"], []string{"1", "2"}) {
		t.Fatalf("%d %v", refused, h)
	}
}

func TestAppendResponse(t *testing.T) {
	got := pairs(hygiene.AppendResponse(nil, http.Header{"B": {"2", "1"}, "A": {"x"}, "Connection": {"C, close"}, "C": {"1"}, "Trailer": {"T"}}))
	if want := []string{"A: x", "B: 2", "B: 1"}; !slices.Equal(got, want) {
		t.Fatalf("%q, want %q", got, want)
	}
}

func TestTrace(t *testing.T) {
	good := "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	for v, want := range map[string]string{good: good, good + "-extra": good + "-extra", "x": "", strings.ToUpper(good): "", good + " b": ""} {
		if got := hygiene.Trace(hygiene.Header{"Traceparent": {v}}); got != want {
			t.Errorf("%q: %q", v, got)
		}
	}
	if hygiene.Trace(hygiene.Header{}) != "" || hygiene.Trace(hygiene.Header{"Traceparent": {good, good}}) != "" {
		t.Error("none or two")
	}
}

// Whatever a worker sends, what is written is writable and end-to-end.
func FuzzReadResponse(f *testing.F) {
	f.Add([]byte(block("Content-Type", "a", "Connection", "b", "b", "c")))
	f.Add([]byte{1, 'a', 2, '\r', '\n'})
	f.Fuzz(func(t *testing.T, b []byte) {
		h := http.Header{}
		hygiene.ReadResponse(h, b)
		req := http.Header{}
		hygiene.ReadRequest(req, b)
		for _, h := range []http.Header{h, req} {
			for name, values := range h {
				if name != http.CanonicalHeaderKey(name) || !httpguts.ValidHeaderFieldName(name) {
					t.Errorf("name %q", name)
				}
				switch name {
				case "Connection", "Transfer-Encoding", "Te", "Upgrade", "Keep-Alive", "Content-Length":
					t.Errorf("%s got through", name)
				}
				for _, v := range values {
					if !httpguts.ValidHeaderFieldValue(v) {
						t.Errorf("%s: %q", name, v)
					}
				}
			}
		}
	})
}
