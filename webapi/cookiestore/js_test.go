package cookiestore_test

import (
	"context"
	"embed"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/schemas"
	"asterism/webapi/abort"
	"asterism/webapi/cookiestore"
	"asterism/webapi/events"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: func(r *js.Realm) {
		events.Install(r)
		abort.Install(r)
		cookiestore.Install(r, cookiestore.Config{Host: &host{realm: r}, URL: func() string { return "https://a.example/x" }})
	}}, scripts)
}

// host keeps names and values, and tells of changes.
type host struct {
	realm *js.Realm
	mu    sync.Mutex
	list  []schemas.Cookie
	heard func(schemas.CookieChange)
}

func (h *host) Cookies(_ context.Context, q schemas.CookieAsk) (schemas.CookieReply, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if q.Op == "get" {
		var found []schemas.Cookie
		for _, c := range h.list {
			if q.Name == nil || c.Name == *q.Name {
				found = append(found, c)
			}
		}
		return schemas.CookieReply{Cookies: found}, nil
	}
	pair, rest, _ := strings.Cut(q.Line, ";")
	name, value, _ := strings.Cut(pair, "=")
	h.list = slices.DeleteFunc(h.list, func(c schemas.Cookie) bool { return c.Name == name })
	c := schemas.Cookie{Name: name, Value: value, Path: "/", Secure: true, SameSite: "strict"}
	gone := strings.Contains(rest, "1970")
	if !gone {
		h.list = append(h.list, c)
	}
	if h.heard != nil {
		heard := h.heard
		h.realm.Loop.Post(func() { heard(schemas.CookieChange{Cookie: c, Deleted: gone}) })
	}
	return schemas.CookieReply{}, nil
}

func (h *host) CookieInterest(context.Context, schemas.CookieInterestAsk) (schemas.CookieInterests, error) {
	return schemas.CookieInterests{}, nil
}

func (h *host) WatchCookies(_ string, heard func(schemas.CookieChange)) (stop func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.heard = heard
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.heard = nil
	}
}
