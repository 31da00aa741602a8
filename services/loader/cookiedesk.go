package loader

import (
	"context"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/loader/cookies"
	"asterism/webapi/weburl"
)

// serveCookies lets scripts at the cookie store: document.cookie and the Cookie
// Store API.
func (f *fetcher) serveCookies(service *bus.Service) error {
	return bus.Cookies.Serve(service, nil, func(_ context.Context, ask schemas.CookieAsk, _ bus.Params) (schemas.CookieReply, error) {
		reply := schemas.CookieReply{Cookies: []schemas.Cookie{}}
		r, err := cookieRequest(ask)
		if err != nil || f.cookieUse == cookiesNone || f.cookieUse == "" {
			return reply, err
		}
		if ask.Op == "set" {
			f.cookies.Set(r, ask.Line)
			return reply, nil
		}
		reply.Header = f.cookies.Header(r)
		for _, c := range f.cookies.List(r) {
			if ask.Name == nil || *ask.Name == c.Name {
				reply.Cookies = append(reply.Cookies, c)
			}
		}
		return reply, nil
	})
}

// cookieRequest is what the store wants to know of a script at a URL.
func cookieRequest(ask schemas.CookieAsk) (*cookies.Request, error) {
	url, err := weburl.Parse(ask.URL)
	if err == nil && ask.Op != "get" && ask.Op != "set" {
		err = typeError(schemas.CodeBadMessage, "cookies: %q is no operation; get and set are", ask.Op)
	}
	top := url
	if err == nil && ask.Top != "" {
		top, err = weburl.Parse(ask.Top)
	}
	if err != nil {
		return nil, &schemas.Error{Code: schemas.CodeBadMessage, Exception: "TypeError", Message: err.Error()}
	}
	return &cookies.Request{Partition: site(top), URL: url, SameSite: !ask.CrossSite, Script: true, Now: time.Now()}, nil
}

// cookieChanged tells everyone of a cookie that scripts can see.
func (f *fetcher) cookieChanged(c cookies.Change) {
	_ = bus.CookieChanged.Publish(f.conn, nil, schemas.CookieChange{ // while NATS is away nobody hears of changes
		ID: bus.NewID(), Domain: c.Domain, HostOnly: c.HostOnly, Partition: c.Partition, Cookie: c.Cookie, Deleted: c.Deleted,
	})
}
