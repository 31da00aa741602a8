// Package schemas is every message that crosses the bus, as a Go type.
//
// Two encodings are in use. The hot path (a fetch event and its reply, a
// network request and its reply) is a compact versioned binary frame, written
// down in FRAME.md; everything else is JSON. A reader ignores fields it does
// not know, and refuses, naming the field, one that is missing or of the wrong
// type: see [Decode].
//
// The package knows nothing of NATS: which subject carries which message is
// declared in package bus.
package schemas
