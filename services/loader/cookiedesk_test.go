package loader

import (
	"testing"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// Scripts read and write over the bus what documents' fetches send and get.
func TestCookieDesk(t *testing.T) {
	w := start(t, func(c *Config) { c.Cookies = cookiesDocuments })
	heard := make(chan schemas.CookieChange, 10)
	sub, err := bus.CookieChanged.Subscribe(w.conn, nil, func(c schemas.CookieChange, _ bus.Params) { heard <- c })
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Stop()
	if err := w.conn.Flush(); err != nil {
		t.Fatal(err)
	}
	ask := func(a schemas.CookieAsk) schemas.CookieReply {
		t.Helper()
		a.URL = "https://shop.example/a/b"
		reply, err := bus.Cookies.Do(t.Context(), w.conn, nil, a)
		if err != nil {
			t.Fatal(err)
		}
		return reply
	}
	ask(schemas.CookieAsk{Op: "set", Line: "a=1; path=/"})
	ask(schemas.CookieAsk{Op: "set", Line: "b=2; SameSite=Strict"})
	ask(schemas.CookieAsk{Op: "set", Line: "c=3; HttpOnly"}) // a script cannot
	if got := ask(schemas.CookieAsk{Op: "get"}); got.Header != "b=2; a=1" || len(got.Cookies) != 2 || got.Cookies[0].SameSite != "strict" {
		t.Errorf("got %+v", got)
	}
	name := "a"
	if got := ask(schemas.CookieAsk{Op: "get", Name: &name}); len(got.Cookies) != 1 || got.Cookies[0].Value != "1" {
		t.Errorf("by name: %+v", got)
	}
	if got := ask(schemas.CookieAsk{Op: "get", CrossSite: true}); got.Header != "" {
		t.Errorf("embedded by another site: %q", got.Header)
	}
	if got := ask(schemas.CookieAsk{Op: "get", Top: "https://other.example"}); got.Header != "" {
		t.Errorf("in another partition: %q", got.Header)
	}
	for _, want := range []string{"a", "b"} {
		select {
		case c := <-heard:
			if c.Cookie.Name != want || c.Domain != "shop.example" || !c.HostOnly {
				t.Errorf("heard %+v, want a change of %s", c, want)
			}
		case <-time.After(5 * time.Second):
			t.Fatal("no change was heard of")
		}
	}
	if _, err := bus.Cookies.Do(t.Context(), w.conn, nil, schemas.CookieAsk{Op: "eat", URL: "https://shop.example/"}); err == nil {
		t.Error("an unknown operation was accepted")
	}
}
