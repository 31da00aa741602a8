// Package fetch is the Fetch standard's API: Headers, Request, Response, the
// Body mixin and fetch().
//
// Pure Go types (Headers, Body, Request, Response) do the work; the *_class.go
// files describe the JavaScript classes over them. A service implements Host
// and calls Install. Everything but the pure types must be used on the realm's
// loop.
//
// Gaps: the network is the Host's, and so are CORS, redirects, integrity and
// the HTTP cache; no textStream, fetchLater or priority; request streams are
// half duplex.
//
// https://fetch.spec.whatwg.org/
package fetch
