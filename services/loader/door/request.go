package door

import "context"

// Outcome is what an Answerer did with a request.
type Outcome int

const (
	// Done: Respond was called.
	Done Outcome = iota
	// HandOver: net/http shall serve the request and its connection.
	HandOver
	// Gone: the connection ends.
	Gone
)

// Answerer answers the requests of the fast lane.
type Answerer interface {
	// Answer answers a request, which is not used afterwards. It may be called on
	// any goroutine.
	Answer(*Request) Outcome
}

// Request is a simple request: GET or HEAD, without a body.
type Request struct {
	Head
	lane     *lane
	response Response
	begun    any
}

// Context is of all requests; it ends with the server.
func (q *Request) Context() context.Context { return q.lane.s.base }

// Watch begins to look out for the client's hanging up, which ends ctx. The
// caller must call stop; it says whether the client is still there.
func (q *Request) Watch() (ctx context.Context, stop func() bool) { return q.lane.watch() }

// Response is what the lane writes when the request is Done: to be filled in. It
// has no fields yet. Its body is not kept.
func (q *Request) Response() *Response { return &q.response }

// Begun goes along when the request is handed over: the handler gets it from
// [Conn.Begun].
func (q *Request) Begun(b any) { q.begun = b }
