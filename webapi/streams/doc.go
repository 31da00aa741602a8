// Package streams is the Streams standard: ReadableStream, WritableStream,
// TransformStream and the queuing strategies.
//
// For Go there are streams over an io.ReadCloser (FromReader), which can be
// taken back while nobody has touched them (Readable.Take), and readers of any
// stream (Readable.Reader). Everything but the readers belongs to the loop.
//
// Promise reactions run exactly as many microtasks later as the standard says.
//
// Gaps: readable byte streams have default readers only (no BYOB readers, no
// autoAllocateChunkSize); streams are not transferable.
//
// https://streams.spec.whatwg.org/
package streams
