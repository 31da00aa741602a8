package loader

import (
	"net/http"
	"strings"

	"asterism/schemas"
	"asterism/services/loader/hygiene"
)

// describe fills q with a front-door request, but for its header and body.
//
// What a browser says about its request (Sec-Fetch-Mode, Sec-Fetch-Dest,
// Referer) is believed. Of any other client, a GET that accepts HTML counts as a
// navigation. The redirect mode is always "manual": the client follows redirects
// itself, and sees those of a response that the worker passes on.
func describe(q *schemas.Request, method, url string, fields hygiene.Fields) {
	q.Method = method
	q.URL = url
	q.Mode, q.Destination = intent(method, fields)
	q.Credentials = "include"
	q.Redirect = "manual"
	q.Referrer = hygiene.First(fields, "Referer")
	// https://fetch.spec.whatwg.org/#http-network-or-cache-fetch: what a
	// browser's reload and forced reload send.
	switch hygiene.First(fields, "Cache-Control") {
	case "max-age=0":
		q.Cache, q.Reload = "no-cache", q.Mode == "navigate"
	case "no-cache":
		q.Cache, q.Reload = "reload", q.Mode == "navigate"
	}
}

// intent is a request's mode and destination.
func intent(method string, fields hygiene.Fields) (mode, destination string) {
	switch mode = hygiene.First(fields, "Sec-Fetch-Mode"); mode {
	case "navigate", "same-origin", "no-cors", "cors":
		if destination = hygiene.First(fields, "Sec-Fetch-Dest"); destination == "empty" || !token(destination) {
			destination = ""
		}
		return mode, destination
	}
	if method == http.MethodGet && strings.Contains(hygiene.First(fields, "Accept"), "text/html") {
		return "navigate", "document"
	}
	return "cors", ""
}

// bypasses says whether a request never goes to a worker: a WebSocket handshake
// or other upgrade, and a browser's fetch of a worker's script, whose
// service-workers mode is "none".
//
// https://fetch.spec.whatwg.org/#concept-websocket-establish
// https://w3c.github.io/ServiceWorker/#service-worker-script-request
func bypasses(r *http.Request) bool {
	if up := r.Header["Upgrade"]; len(up) > 0 {
		if len(up) != 1 || !strings.EqualFold(up[0], "h2c") {
			return true
		}
		// An offer that a server may ignore (RFC 9113 §3.1 withdrew it), and that
		// is no business of the upstream's.
		r.Header.Del("Upgrade")
		r.Header.Del("Http2-Settings")
	}
	return scriptFetch(hygiene.Header(r.Header))
}

// scriptFetch recognises a browser's fetch of a worker's script.
func scriptFetch(fields hygiene.Fields) bool {
	return hygiene.First(fields, "Service-Worker") == "script"
}

// token says whether s is short and lower-case letters.
func token(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return len(s) <= 32
}
