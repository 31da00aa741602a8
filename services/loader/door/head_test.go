package door

import (
	"bufio"
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"
)

const simple = "GET /a?b HTTP/1.1\r\nHost: a.example\r\nAccept: */*\r\naccept: x\r\nX-Odd:  y \r\n\r\n"

// What the lane must leave to net/http, whatever that makes of it.
var notSimple = map[string]string{
	"content-length":       "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
	"content-length of 0":  "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
	"two lengths":          "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\ncontent-length: 6\r\n\r\n",
	"chunked":              "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	"chunked, disguised":   "GET / HTTP/1.1\r\nHost: a\r\nTRANSFER-encoding:\tchunked\r\n\r\n",
	"both":                 "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
	"folded":               "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n Transfer-Encoding: chunked\r\n\r\n",
	"space before a colon": "GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\n",
	"space in a name":      "GET / HTTP/1.1\r\nHost: a\r\nA B: 5\r\n\r\n",
	"no colon":             "GET / HTTP/1.1\r\nHost: a\r\nA\r\n\r\n",
	"empty name":           "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
	"bare LF":              "GET / HTTP/1.1\r\nHost: a\nContent-Length: 5\r\n\r\n",
	"only LF":              "GET / HTTP/1.1\nHost: a\n\n",
	"LF at the end":        "GET / HTTP/1.1\r\nHost: a\r\n\n",
	"CR in a value":        "GET / HTTP/1.1\r\nHost: a\r\nX: a\rContent-Length: 5\r\n\r\n",
	"NUL":                  "GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
	"tab":                  "GET / HTTP/1.1\r\nHost: a\r\nX: a\tb\r\n\r\n",
	"no host":              "GET / HTTP/1.1\r\n\r\n",
	"no host but fields":   "GET / HTTP/1.1\r\nX: y\r\n\r\n",
	"empty host":           "GET / HTTP/1.1\r\nHost:\r\n\r\n",
	"two hosts":            "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
	"absolute form":        "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
	"asterisk":             "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
	"two slashes":          "GET //b/ HTTP/1.1\r\nHost: a\r\n\r\n",
	"fragment":             "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n",
	"bad escape":           "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
	"cut escape":           "GET /?%a HTTP/1.1\r\nHost: a\r\n\r\n",
	"space in the target":  "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
	"byte in the target":   "GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
	"1.0":                  "GET / HTTP/1.0\r\nHost: a\r\n\r\n",
	"0.9":                  "GET /\r\n",
	"2.0":                  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
	"odd version":          "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
	"post":                 "POST / HTTP/1.1\r\nHost: a\r\n\r\n",
	"lower case":           "get / HTTP/1.1\r\nHost: a\r\n\r\n",
	"empty line first":     "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
	"close":                "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
	"listed":               "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, x\r\n\r\n",
	"upgrade":              "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n",
	"expect":               "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
	"trailer":              "GET / HTTP/1.1\r\nHost: a\r\nTrailer: x\r\n\r\n",
	"pragma":               "GET / HTTP/1.1\r\nHost: a\r\nPragma: no-cache\r\n\r\n",
	"many fields":          "GET / HTTP/1.1\r\nHost: a\r\n" + strings.Repeat("X: y\r\n", maxFields+1) + "\r\n",
}

func TestHead(t *testing.T) {
	var h Head
	n, v := h.parse([]byte(simple + "GET /next"))
	want := []Field{{"Accept", "*/*"}, {"Accept", "x"}, {"X-Odd", "y"}}
	if v != plain || n != len(simple) || h.Method != "GET" || h.Target != "/a?b" || h.Host != "a.example" || !slices.Equal(h.Fields, want) {
		t.Errorf("%d bytes, verdict %d, %+v", n, v, h)
	}
	if value, n := h.Field("Accept"); value != "*/*" || n != 2 {
		t.Errorf("Accept: %q, %d times", value, n)
	}
	for name, text := range notSimple {
		if _, v := h.parse([]byte(text)); v != other {
			t.Errorf("%s: verdict %d of %q", name, v, text)
		}
	}
}

// Whatever the lane takes means the same to net/http, and ends at the same byte.
func FuzzHead(f *testing.F) {
	f.Add([]byte(simple))
	f.Add([]byte("HEAD /%2e?%41 HTTP/1.1\r\nhost: [::1]:8080\r\nConnection: Keep-Alive\r\nKeep-Alive: timeout=5\r\n\r\nGET"))
	for _, text := range notSimple {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var h Head
		n, v := h.parse(data)
		if v != plain {
			return
		}
		in := bytes.NewReader(data)
		buffered := bufio.NewReaderSize(in, 1<<16)
		r, err := http.ReadRequest(buffered)
		if err != nil {
			t.Fatalf("net/http: %v of %q", err, data)
		}
		if r.Method != h.Method || r.RequestURI != h.Target || r.URL.Scheme != "" || r.URL.Host != "" ||
			r.Host != h.Host || r.ProtoMajor != 1 || r.ProtoMinor != 1 {
			t.Errorf("net/http: %+v, the lane: %+v", r, h)
		}
		if r.ContentLength != 0 || len(r.TransferEncoding) != 0 || r.Body != http.NoBody || r.Close {
			t.Errorf("net/http sees a body or the end of the connection in %q", data)
		}
		if end := len(data) - in.Len() - buffered.Buffered(); end != n {
			t.Errorf("net/http read %d bytes, the lane %d, of %q", end, n, data)
		}
		total := 0
		for name, values := range r.Header {
			total += len(values)
			var ours []string
			for _, field := range h.Fields {
				if field.Name == name {
					ours = append(ours, field.Value)
				}
			}
			if !slices.Equal(ours, values) {
				t.Errorf("%s is %q to net/http, %q to the lane", name, values, ours)
			}
		}
		if total != len(h.Fields) {
			t.Errorf("net/http has %v, the lane %v", r.Header, h.Fields)
		}
		var part Head
		for i := range n {
			if _, v := part.parse(data[:i]); v != more {
				t.Fatalf("verdict %d on %q, which begins a simple head", v, data[:i])
			}
		}
	})
}
