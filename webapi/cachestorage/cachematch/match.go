// Package cachematch says which entries of a cache a request matches. It is pure:
// loaders use it as well.
package cachematch

import (
	"strings"

	"asterism/schemas"
)

// Query is what a script looks for: a request and how exactly it must match.
//
// https://w3c.github.io/ServiceWorker/#dictdef-cachequeryoptions
type Query struct {
	Method       string
	URL          string // with fragment
	Header       func(name string) (string, bool)
	IgnoreSearch bool
	IgnoreMethod bool
	IgnoreVary   bool
}

// Matches is Request Matches Cached Item.
//
// https://w3c.github.io/ServiceWorker/#request-matches-cached-item-algorithm
func (q Query) Matches(e schemas.CacheEntry) bool {
	// 1. Only GET is ever matched, unless the method is ignored.
	if !q.IgnoreMethod && q.Method != "GET" {
		return false
	}
	// 2–4. Compare URLs without fragments.
	asked, kept := WithoutFragment(q.URL), WithoutFragment(e.Request.URL)
	if q.IgnoreSearch {
		asked, kept = withoutSearch(asked), withoutSearch(kept)
	}
	if asked != kept {
		return false
	}
	// 5–6. Vary, unless ignored.
	if q.IgnoreVary {
		return true
	}
	if kind := e.Response.Type; kind == "opaque" || kind == "opaqueredirect" { // no headers can be seen
		return true
	}
	for _, name := range vary(e.Response.Headers) {
		// 7. A "*" never matches; else both requests must have the same values.
		if name == "*" {
			return false
		}
		want, had := Header(e.Request.Headers, name)
		got, has := q.Header(name)
		if had != has || want != got {
			return false
		}
	}
	return true
}

// vary is the field names of the response's Vary headers.
func vary(h schemas.HeaderBlock) []string {
	text, ok := Header(h, "vary")
	if !ok {
		return nil
	}
	var names []string
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.Trim(name, " \t"); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// Header is the header's values joined by ", ".
func Header(h schemas.HeaderBlock, name string) (value string, ok bool) {
	for n, v := range h.All() {
		if !strings.EqualFold(n, name) {
			continue
		}
		if ok {
			value += ", "
		}
		value, ok = value+v, true
	}
	return value, ok
}

// WithoutFragment is what caches know a URL by.
func WithoutFragment(url string) string {
	before, _, _ := strings.Cut(url, "#")
	return before
}

func withoutSearch(url string) string {
	before, _, _ := strings.Cut(url, "?")
	return before
}

// Asking is the query of an entry's own request.
func Asking(e schemas.CacheEntry) Query {
	return Query{Method: e.Request.Method, URL: e.Request.URL, Header: func(name string) (string, bool) { return Header(e.Request.Headers, name) }}
}

// Put replaces what the entry's request matches by the entry, at the end.
//
// https://w3c.github.io/ServiceWorker/#batch-cache-operations-algorithm
func Put(entries []schemas.CacheEntry, e schemas.CacheEntry) []schemas.CacheEntry {
	return append(Asking(e).Remove(entries), e)
}

// Remove leaves out what q matches.
func (q Query) Remove(entries []schemas.CacheEntry) []schemas.CacheEntry {
	kept := make([]schemas.CacheEntry, 0, len(entries)+1)
	for _, e := range entries {
		if !q.Matches(e) {
			kept = append(kept, e)
		}
	}
	return kept
}

// Matching is the entries that q matches.
func (q Query) Matching(entries []schemas.CacheEntry) []schemas.CacheEntry {
	var found []schemas.CacheEntry
	for _, e := range entries {
		if q.Matches(e) {
			found = append(found, e)
		}
	}
	return found
}
