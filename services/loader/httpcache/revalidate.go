package httpcache

import (
	"net/http"
	"time"
)

// Condition adds to a request's fields what asks whether s is still good; false
// when s has nothing to ask by.
//
// https://www.rfc-editor.org/rfc/rfc9111#section-4.3.1
func (s *Stored) Condition(request http.Header) bool {
	etag, changed := s.Header["Etag"], s.Header["Last-Modified"]
	if len(etag) > 0 {
		request["If-None-Match"] = []string{etag[0]}
	}
	if len(changed) > 0 {
		request["If-Modified-Since"] = []string{changed[0]}
	}
	return len(etag) > 0 || len(changed) > 0
}

// Freshen is s after a 304 with these fields, kept in its place.
//
// https://www.rfc-editor.org/rfc/rfc9111#section-3.2
func (c *Cache) Freshen(s *Stored, request, response http.Header, asked, received time.Time) *Stored {
	h := s.Header.Clone()
	for name, values := range response {
		switch name {
		case "Content-Encoding", "Content-Length", "Content-Range", "Content-Type", "Connection", "Transfer-Encoding":
			continue // of the body, which is s's
		}
		h[name] = values
	}
	if len(response["Age"]) == 0 {
		delete(h, "Age")
	}
	fresh := &Stored{Status: s.Status, Reason: s.Reason, Header: h, Body: s.Body, Asked: asked, Received: received, Shared: s.Shared, Guess: s.Guess}
	if d := parse(h); !d.has("no-store") {
		c.Put(s.key.partition, s.key.url, request, fresh)
	}
	return fresh
}
