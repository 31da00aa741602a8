// Package cors is the CORS protocol's decisions: which requests need to be
// asked for first, what a preflight's answer allows and for how long, whether a
// response may be shared, and which of its fields.
//
// It performs nothing. Origins are serialized ("https://a.example", "null");
// header lists are iterators of names and values, in any case.
//
// https://fetch.spec.whatwg.org/#http-cors-protocol
package cors
