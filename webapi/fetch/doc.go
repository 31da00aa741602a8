// Package fetch is the Fetch standard's API: Headers, Request, Response, the
// Body mixin and fetch().
//
// Pure Go types (Headers, Body, Request, Response) do the work; the *_class.go
// files describe the JavaScript classes over them. A service implements Host
// and calls Install. Everything but the pure types must be used on the realm's
// loop.
//
// Filtered responses show scripts what the standard lets them see; the whole
// stays behind them, for a worker that passes a response on. Integrity is
// checked here, and data: and blob: URLs are answered here; everything else is
// the Host's.
//
// Gaps: no textStream, fetchLater or WebTransport; the priority is checked and
// then ignored; request streams are half duplex; Content Security Policy and mixed
// content are a Host's business, see Gate.
//
// https://fetch.spec.whatwg.org/
package fetch
