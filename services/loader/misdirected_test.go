package loader

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"

	"asterism/schemas"
)

// A request that came to the wrong server is sent once more, over a connection
// of its own, when its body is still there.
func TestMisdirected(t *testing.T) {
	var mu sync.Mutex
	var seen []string // connection and body of each request
	up := upstreamServer(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		seen = append(seen, r.RemoteAddr+" "+string(body))
		n := len(seen)
		mu.Unlock()
		if r.URL.Path == "/always" || n == 1 {
			w.WriteHeader(http.StatusMisdirectedRequest)
		}
		fmt.Fprint(w, n)
	})
	w := start(t, func(c *Config) { c.EgressAllow = []string{"127.0.0.1"} })
	ask := func(path string, body schemas.Body) (status uint16, text string, requests []string) {
		t.Helper()
		mu.Lock()
		seen = nil
		mu.Unlock()
		rep := w.fetch(schemas.NetRequest{Origin: up, Request: schemas.Request{URL: up + path, Method: "POST", Mode: "cors", Body: body}})
		text = w.read(rep.Response.Body)
		mu.Lock()
		defer mu.Unlock()
		return rep.Response.Status, text, slices.Clone(seen)
	}
	inline := schemas.Body{Kind: schemas.BodyInline, Inline: []byte("body")}
	status, text, seenNow := ask("/first", inline)
	if status != 200 || text != "2" || len(seenNow) != 2 || seenNow[0] == seenNow[1] || seenNow[1][len(seenNow[1])-5:] != " body" {
		t.Errorf("%d %q %q", status, text, seenNow)
	}
	if status, text, seenNow = ask("/always", inline); status != 421 || text != "2" || len(seenNow) != 2 {
		t.Errorf("%d %q %q", status, text, seenNow)
	}
	name, err := w.conn.OfferBody(t.Context(), &pattern{10}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if status, text, seenNow = ask("/always", schemas.Body{Kind: schemas.BodyStream, Stream: name, Length: 10}); status != 421 || text != "1" || len(seenNow) != 1 {
		t.Errorf("a stream cannot be sent again: %d %q %q", status, text, seenNow)
	}
}
