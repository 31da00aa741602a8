package httpcache

import (
	"net/http"
	"strings"
	"time"
)

// State is what may be done with a stored response.
type State int

const (
	// Fresh may be used as it is.
	Fresh State = iota
	// Revalidating may be used while it is being revalidated (RFC 5861).
	Revalidating
	// Stale must be revalidated first.
	Stale
)

// lifetime is how long a response is fresh.
//
// https://www.rfc-editor.org/rfc/rfc9111#section-4.2.1
func (s *Stored) lifetime(d directives) time.Duration {
	if s.Shared {
		if age, ok := d.seconds("s-maxage"); ok {
			return age
		}
	}
	if age, ok := d.seconds("max-age"); ok {
		return age
	}
	if values := s.Header["Expires"]; len(values) > 0 {
		at, err := http.ParseTime(values[0])
		if err != nil {
			return 0 // §5.3: an invalid date is one in the past
		}
		return at.Sub(s.date())
	}
	return s.heuristic(d)
}

// heuristic is a tenth of the time since the last change.
//
// https://www.rfc-editor.org/rfc/rfc9111#section-4.2.2
func (s *Stored) heuristic(d directives) time.Duration {
	if !s.Guess || !heuristically(s.Status) && !d.has("public") {
		return 0
	}
	changed, err := http.ParseTime(first(s.Header["Last-Modified"]))
	if err != nil {
		return 0
	}
	return max(0, s.date().Sub(changed)) / 10
}

// age is how old a response is.
//
// https://www.rfc-editor.org/rfc/rfc9111#section-4.2.3
func (s *Stored) age(now time.Time) time.Duration {
	apparent := max(0, s.Received.Sub(s.date()))
	// Of several ages the first counts (§5.1).
	said, _, _ := strings.Cut(first(s.Header["Age"]), ",")
	corrected := deltaSeconds(said) + s.Received.Sub(s.Asked)
	return max(apparent, corrected) + now.Sub(s.Received)
}

func (s *Stored) date() time.Time {
	if at, err := http.ParseTime(first(s.Header["Date"])); err == nil {
		return at
	}
	return s.Received
}

// State is what a request may do with the response; request is its header.
//
// https://www.rfc-editor.org/rfc/rfc9111#section-4
func (s *Stored) State(request http.Header, now time.Time) State {
	d, q := parse(s.Header), parse(request)
	age, lifetime := s.age(now), s.lifetime(d)
	if d.has("no-cache") || q.has("no-cache") || d == nil && noCache(s.Header) || q == nil && noCache(request) {
		return Stale
	}
	if most, ok := q.seconds("max-age"); ok && age >= most && !(most > 0 && age == most) {
		return Stale
	}
	if least, ok := q.seconds("min-fresh"); ok && lifetime-age < least {
		return Stale
	}
	if age < lifetime {
		return Fresh
	}
	strict := d.has("must-revalidate") || s.Shared && (d.has("proxy-revalidate") || d.has("s-maxage"))
	if strict {
		return Stale
	}
	if argument, ok := q["max-stale"]; ok && (argument == "" || age-lifetime <= deltaSeconds(argument)) {
		return Fresh
	}
	if grace, ok := d.seconds("stale-while-revalidate"); ok && age-lifetime < grace {
		return Revalidating
	}
	return Stale
}

// noCache is https://www.rfc-editor.org/rfc/rfc9111#section-5.4
func noCache(h http.Header) bool {
	return strings.Contains(strings.ToLower(first(h["Pragma"])), "no-cache")
}

// heuristically says whether a status is heuristically cacheable (RFC 9110 §15.1).
func heuristically(status int) bool {
	switch status {
	case 200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501:
		return true
	}
	return false
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
