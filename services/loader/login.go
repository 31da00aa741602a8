package loader

import (
	"net/http"

	"asterism/services/loader/logins"
)

// login adds the Authorization that a server has accepted before, unless the
// request has its own. The returned function hears of the response's status: a
// user name and password of the URL that were accepted are remembered, what was
// refused is forgotten. allowed: credentials are kept for who asks, as cookies are.
//
// https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch steps 8.22 and 14
func (f *fetcher) login(c *course, allowed bool, h http.Header) (done func(status int)) {
	if !allowed {
		return func(int) {}
	}
	place := logins.Place{Partition: c.partition(), Origin: c.url.Origin()}
	if h["Authorization"] == nil {
		known := f.logins.Find(place)
		if known == "" {
			return func(int) {}
		}
		h["Authorization"] = []string{known}
		return func(status int) {
			if status == http.StatusUnauthorized {
				f.logins.Forget(place, known)
			}
		}
	}
	return func(status int) {
		if status != http.StatusUnauthorized && c.url.Username()+c.url.Password() != "" {
			f.logins.Keep(place, first(h["Authorization"]))
		}
	}
}
