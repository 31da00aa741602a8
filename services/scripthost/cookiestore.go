package scripthost

import (
	"context"
	"sync"

	"asterism/bus"
	"asterism/bus/features"
	"asterism/schemas"
	"asterism/webapi/cookiestore"
)

// cookieHost is a document's way to its cookies; it implements cookiestore.Host.
type cookieHost struct {
	*features.Features
	d *document
}

func (h cookieHost) Cookies(ctx context.Context, q schemas.CookieAsk) (schemas.CookieReply, error) {
	h.d.cookieContext(&q)
	return h.Features.Cookies(ctx, q)
}

// WatchCookies hears of changes from the bus. The loop waits until the server
// knows.
func (h cookieHost) WatchCookies(url string, heard func(schemas.CookieChange)) (stop func()) {
	d := h.d
	var q schemas.CookieAsk
	d.cookieContext(&q)
	sub, err := bus.CookieChanged.Subscribe(d.s.conn, nil, func(c schemas.CookieChange, _ bus.Params) {
		if q.CrossSite && c.Cookie.SameSite != "none" || !cookiestore.Visible(c, url, q.Top) {
			return
		}
		d.post(func() {
			if !d.over() {
				heard(c)
			}
		})
	})
	if err == nil {
		d.loop.Blocked(func() { err = d.s.conn.Flush() })
	}
	if err != nil {
		d.s.log.Warn("changes of cookies not followed", "url", url, "error", err)
		return func() {}
	}
	stop = sync.OnceFunc(func() { _ = sub.Stop() }) // gone already, or the connection is
	context.AfterFunc(d.ctx, stop)
	return stop
}

// installCookieStore gives the document its cookieStore.
func (d *document) installCookieStore() {
	cookiestore.Install(d.realm, cookiestore.Config{
		Host: cookieHost{features.New(d.s.conn, d.origin, d.loop.Blocked), d}, Opaque: d.origin == "null", URL: func() string { return withoutFragment(d.dom.URL) },
	})
}
