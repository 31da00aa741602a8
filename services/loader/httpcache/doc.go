// Package httpcache is an HTTP cache in memory: what may be kept, what is kept,
// for how long it is fresh, and how it is asked about again.
//
// It performs no requests. Whoever does calls [Cache.Select] before one,
// [Keepable] and [Cache.Record] after it, [Cache.Freshen] for a 304, and
// [Cache.Invalidate] after a method that changes things. Header maps have
// canonical keys.
//
// Not done: a part of a representation (206) is neither kept nor put together,
// and a HEAD is answered from a GET's response but freshens nothing.
//
// https://www.rfc-editor.org/rfc/rfc9111
package httpcache
