package scripthost

import (
	"context"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/weburl"
)

// Cookie and SetCookie are document.cookie; they implement dom.Host. The cookies
// are the loader's, so that requests carry what scripts set, and scripts see what
// responses set but for HttpOnly ones. The loop waits for the answer.
//
// https://html.spec.whatwg.org/#dom-document-cookie
func (d *document) Cookie() string {
	return d.askCookies(schemas.CookieAsk{Op: "get"}).Header
}

func (d *document) SetCookie(line string) {
	d.askCookies(schemas.CookieAsk{Op: "set", Line: line})
}

// askCookies fills in who asks.
func (d *document) askCookies(q schemas.CookieAsk) (answer schemas.CookieReply) {
	if d.origin == "null" || d.over() { // a cookie-averse document
		return answer
	}
	q.URL = d.cookieURL()
	d.cookieContext(&q)
	d.loop.Blocked(func() {
		ctx, cancel := context.WithTimeout(d.ctx, bus.Cookies.Timeout)
		defer cancel()
		var err error
		if answer, err = bus.Cookies.Do(ctx, d.s.conn, nil, q); err != nil {
			d.s.log.Debug("cookies not read or written", "url", q.URL, "error", err)
		}
	})
	return answer
}

// cookieContext says in which partition the document asks, and whether another
// site embeds it.
func (d *document) cookieContext(q *schemas.CookieAsk) {
	q.Top = d.origin
	if n := len(d.ancestors); n > 0 {
		q.Top = d.ancestors[n-1]
	}
	own, err := weburl.Parse(d.origin)
	for _, origin := range d.ancestors {
		around, other := weburl.Parse(origin)
		q.CrossSite = q.CrossSite || err != nil || other != nil || !weburl.SameSite(own, around)
	}
}

// cookieURL is the document's URL, or its container's for one that came from no
// server.
func (d *document) cookieURL() string {
	for at := d; at != nil; at = at.browsing.parent {
		if u := at.dom.URL; originOf(u) == d.origin {
			return u
		}
	}
	return d.origin + "/"
}
