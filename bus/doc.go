// Package bus is everything that touches NATS: names, contracts, the
// connection, state and streamed bodies. Services speak to one another only
// through it and never import NATS themselves.
//
//   - A contract ([Request], [Event], [Queue], [Bucket], [Objects]) is an
//     immutable value; contracts.go has them all, [AllContracts] describes them.
//   - [Connect] or [Server.Connect] gives a [Conn]; everything hangs off it.
//   - [Service] answers requests and the NATS services protocol.
//   - [Conn.Ask] and [Inlet] are the hot path: bytes, no codec, no goroutine,
//     map or mutex per request.
//
// Ordering. Messages that one connection publishes to one subject arrive in
// that order; an Event's subscriber and a Table's watcher see them one at a
// time, in it. Requests are handled concurrently.
//
// Failure. A message that does not follow its schema is answered with a
// bad-message error, logged, and reported as an advisory; a handler that panics
// likewise (internal error). Neither ends anything else. While the server is
// away, publishing buffers, asking fails at once with [ErrDisconnected], and
// everything goes on by itself when it is back.
package bus
