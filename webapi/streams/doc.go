// Package streams is the Streams standard: readable streams and readable byte
// streams with both kinds of readers, writable and transform streams, the queuing
// strategies, and the transfer of streams to other realms.
//
// For Go there are streams over an io.ReadCloser (FromReader), which can be
// taken back while nobody has touched them (Readable.Take), readers of any
// stream (Readable.Reader), and transform streams of Go functions
// (NewTransformer). Everything but the readers belongs to the loop. A stream over
// a reader is a readable byte stream; it gets a byte controller only when a script
// asks for a BYOB reader or tees it.
//
// Promise reactions run exactly as many microtasks later as the standard says.
//
// A transferred stream whose other side dies with its realm fails with an
// AbortError, about which the standard says nothing.
//
// Gaps: async iterators do not inherit from %AsyncIteratorPrototype%, which the
// engine lacks.
//
// https://streams.spec.whatwg.org/
package streams
