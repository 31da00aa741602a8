// Package door is the front door's connections. [Server] stands before net/http
// with a fast lane: a plain HTTP/1.1 connection is read by a small loop of its
// own, which answers GET and HEAD requests that are written the way clients
// write them and get a small response at once. Whatever else comes (another
// version or method, a body, an upgrade, odd syntax, a long head, an answer that
// is a stream or an error) takes the connection, with what was read of it, over
// to net/http for good: that is the one full implementation, and what the lane
// does must not differ from it. Only the time and the place of the Date and
// Content-Length fields do.
//
// The lane costs about half of what net/http does. What it saves: a Request with
// a context and a map of fields, a goroutine that watches the connection for a
// client that hangs up (the lane begins to watch after [glance]), buffered
// readers and writers.
package door
