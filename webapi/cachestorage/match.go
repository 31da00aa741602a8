package cachestorage

import (
	"strings"

	"asterism/schemas"
)

// query is what a script looks for: a request and how exactly it must match.
//
// https://w3c.github.io/ServiceWorker/#dictdef-cachequeryoptions
type query struct {
	method       string
	url          string // with fragment
	headers      func(name string) (string, bool)
	ignoreSearch bool
	ignoreMethod bool
	ignoreVary   bool
}

// matches is Request Matches Cached Item.
//
// https://w3c.github.io/ServiceWorker/#request-matches-cached-item-algorithm
func (q query) matches(e schemas.CacheEntry) bool {
	// 1. Only GET is ever matched, unless the method is ignored.
	if !q.ignoreMethod && q.method != "GET" {
		return false
	}
	// 2–4. Compare URLs without fragments.
	asked, kept := withoutFragment(q.url), withoutFragment(e.Request.URL)
	if q.ignoreSearch {
		asked, kept = withoutSearch(asked), withoutSearch(kept)
	}
	if asked != kept {
		return false
	}
	// 5–6. Vary, unless ignored.
	if q.ignoreVary {
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
		want, had := combined(e.Request.Headers, name)
		got, has := q.headers(name)
		if had != has || want != got {
			return false
		}
	}
	return true
}

// vary is the field names of the response's Vary headers.
func vary(h schemas.HeaderBlock) []string {
	text, ok := combined(h, "vary")
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

// combined is the header's values joined by ", ".
func combined(h schemas.HeaderBlock, name string) (value string, ok bool) {
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

func withoutFragment(url string) string {
	before, _, _ := strings.Cut(url, "#")
	return before
}

func withoutSearch(url string) string {
	before, _, _ := strings.Cut(url, "?")
	return before
}

// put replaces what the entry's request matches by the entry, at the end.
//
// https://w3c.github.io/ServiceWorker/#batch-cache-operations-algorithm
func put(entries []schemas.CacheEntry, e schemas.CacheEntry) []schemas.CacheEntry {
	return append(remove(entries, asking(e)), e)
}

// asking is the query of an entry's own request.
func asking(e schemas.CacheEntry) query {
	return query{method: e.Request.Method, url: e.Request.URL, headers: func(name string) (string, bool) { return combined(e.Request.Headers, name) }}
}

// remove leaves out what q matches.
func remove(entries []schemas.CacheEntry, q query) []schemas.CacheEntry {
	kept := make([]schemas.CacheEntry, 0, len(entries)+1)
	for _, e := range entries {
		if !q.matches(e) {
			kept = append(kept, e)
		}
	}
	return kept
}

// matching is the entries that q matches.
func (q query) matching(entries []schemas.CacheEntry) []schemas.CacheEntry {
	var found []schemas.CacheEntry
	for _, e := range entries {
		if q.matches(e) {
			found = append(found, e)
		}
	}
	return found
}
