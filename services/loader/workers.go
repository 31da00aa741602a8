package loader

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/loader/hygiene"
	"asterism/services/loader/scopeindex"
)

const (
	// inlineBody is the largest body that travels inside a message.
	inlineBody = 128 << 10
	// keptBuffer is the largest buffer an exchange keeps for the next one.
	keptBuffer = 256 << 10
	// rematches is how often a request is matched again because its worker's
	// version is gone.
	rematches = 3
	// rematchWait is how long one of them waits for the registry to change.
	rematchWait = time.Second
)

// workers lets service workers answer front-door requests.
type workers struct {
	conn      *bus.Conn
	index     *scopeindex.Index
	asker     *asker
	responder *responder
	loader    string // this instance's id
	settling  *settling
	fetcher   *fetcher // of what is fetched ahead

	next  atomic.Uint64 // makes event ids
	loads loads         // of versions that are tried out
	pool  sync.Pool     // of *exchange
}

// exchange is one request's way to a worker and back, and its memory.
type exchange struct {
	origin, url string
	entry       *scopeindex.Entry // who is asked
	event       schemas.FetchEvent
	question    question
	reply       schemas.FetchReply // the answer, unless err says why there is none
	err         error
	timing      schemas.WorkerTiming // of a static route; nobody reads it yet
	raced       bool                 // the network is asked as well

	headers schemas.HeaderBlock
	frame   []byte
	inline  []byte
}

// serve asks the worker of entry. It returns true, with nothing written and
// r.Body whole, when the network shall answer.
func (s *workers) serve(w http.ResponseWriter, r *http.Request, entry *scopeindex.Entry, origin, url string) (network bool) {
	if entry.Activating {
		if entry = s.settling.settled(r.Context(), entry, url); entry == nil {
			return true
		}
	}
	x := s.borrow()
	defer s.giveBack(x)
	x.origin, x.url, x.entry = origin, url, entry
	fields := hygiene.Header(r.Header)
	describe(&x.event.Request, r.Method, url, fields)
	source, matched := s.fetcher.route(entry, &x.event.Request, &x.timing)
	if matched && source.Kind == schemas.RouteNetwork {
		return true
	}
	x.headers = hygiene.AppendRequest(x.headers[:0], r)
	x.event.Request.Headers = x.headers
	switch {
	case matched && source.Kind == schemas.RouteCache:
		return !s.cached(r.Context(), x, source) || s.finish(w, r, x, nil)
	case !entry.Fetches:
		return true
	case matched && source.Kind == schemas.RouteRace && r.Method == http.MethodGet:
		return s.race(w, r, x, hygiene.Trace(fields))
	}
	lease, err := s.attach(x, w, r)
	if lease != nil {
		defer lease.withdraw()
	}
	if err != nil {
		bodyFailure(w, r, err)
		return false
	}
	if status, reason := s.prepare(x, hygiene.Trace(fields), lease == nil && idempotent(r.Method)); status != 0 {
		failure(w, status, schemas.CodeLimit, reason)
		return false
	}
	x.err = s.asker.ask(r.Context(), &x.question, &x.reply)
	return s.conclude(w, r, x, lease)
}

// conclude acts on what became of the question. It asks again when the worker's
// version is gone.
func (s *workers) conclude(w http.ResponseWriter, r *http.Request, x *exchange, lease *lease) (network bool) {
	for again := 1; ; again++ {
		if lease != nil && (x.err != nil || x.reply.Outcome == schemas.FetchResponse || x.reply.Outcome == schemas.FetchFailed) {
			lease.answered(w, r)
		}
		if x.err != nil {
			s.fetcher.drop(x.event.Preload)
			s.gaveUp(r, x, x.err)
			workerFailure(w, x.entry.Scope, public(x.err))
			return false
		}
		if x.reply.Outcome != schemas.FetchMissing {
			return s.finish(w, r, x, lease)
		}
		if again == rematches {
			workerFailure(w, x.entry.Scope, &schemas.Error{Code: schemas.CodeNotFound, Message: "its version is gone and no other is known yet"})
			return false
		}
		entry := rematch(r.Context(), s.index, x.entry, x.url)
		if entry == nil || !entry.Fetches {
			return s.reclaim(w, r, x, lease)
		}
		x.entry = entry
		s.fetcher.drop(x.event.Preload)
		if status, reason := s.prepare(x, x.question.trace, x.question.replay); status != 0 {
			failure(w, status, schemas.CodeLimit, reason)
			return false
		}
		x.err = s.asker.ask(r.Context(), &x.question, &x.reply)
	}
}

// prepare writes the event for x.entry and what to ask with it. What does not
// fit a message gets a status.
func (s *workers) prepare(x *exchange, trace string, replay bool) (status int, reason string) {
	x.event.ID, x.event.Loader = s.newID(), s.loader
	x.event.Scope, x.event.Version = x.entry.Scope, x.entry.Version
	x.event.Request.Headers = x.headers
	if !x.raced {
		s.fetcher.preload(trace, &x.event, x.entry, schemas.NetRequest{})
	}
	status, reason = s.frame(x)
	x.question = question{scope: x.entry.Scope, subject: x.entry.Subject, frame: x.frame, trace: trace, replay: replay}
	return status, reason
}

// finish acts on an answer.
func (s *workers) finish(w http.ResponseWriter, r *http.Request, x *exchange, lease *lease) (network bool) {
	switch x.reply.Outcome {
	case schemas.FetchNetwork:
		return s.reclaim(w, r, x, lease)
	case schemas.FetchFailed:
		workerFailure(w, x.event.Scope, &x.reply.Error)
		return false
	}
	err := s.responder.write(r.Context(), w, r.Method, &x.reply.Response)
	if errors.Is(err, errBroken) {
		s.gaveUp(r, x, r.Context().Err())
		panic(http.ErrAbortHandler) // the client shall notice
	}
	if err != nil {
		workerFailure(w, x.event.Scope, public(err))
	}
	return false
}

// reclaim makes r.Body whole again for the network; false when it cannot.
func (s *workers) reclaim(w http.ResponseWriter, r *http.Request, x *exchange, lease *lease) bool {
	if lease != nil && !lease.withdraw() {
		lease.answered(w, r)
		workerFailure(w, x.event.Scope, &schemas.Error{
			Code:    schemas.CodeScript,
			Message: "it read the request's body and then left the request to the network, which can no longer have the body: read event.request.clone() and respond with fetch(event.request)",
		})
		return false
	}
	if len(x.inline) > 0 {
		// The exchange's memory goes to another request when serve returns.
		r.Body = io.NopCloser(bytes.NewReader(bytes.Clone(x.inline)))
	}
	return true
}

// attach gives the event the request's body: inside the message when it is
// small, else as a stream that is not read unless someone opens it. GET and HEAD
// have none, as in the Fetch Standard.
func (s *workers) attach(x *exchange, w http.ResponseWriter, r *http.Request) (*lease, error) {
	x.inline = x.inline[:0]
	size := r.ContentLength
	if size == 0 || r.Body == http.NoBody || r.Method == http.MethodGet || r.Method == http.MethodHead {
		return nil, nil
	}
	if size > 0 && size <= inlineBody {
		if int64(cap(x.inline)) < size {
			x.inline = make([]byte, size)
		}
		x.inline = x.inline[:size]
		if _, err := io.ReadFull(r.Body, x.inline); err != nil {
			return nil, err
		}
		x.event.Request.Body = schemas.Body{Kind: schemas.BodyInline, Inline: x.inline}
		return nil, nil
	}
	lease := newLease(r.Body, http.NewResponseController(w))
	var ctx context.Context
	ctx, lease.cancel = context.WithCancel(r.Context())
	name, err := s.conn.OfferBody(ctx, lease, func(error) { close(lease.ended) })
	if err != nil {
		lease.cancel()
		return nil, err
	}
	x.event.Request.Body = schemas.Body{Kind: schemas.BodyStream, Stream: name, Length: size}
	return lease, nil
}

// frame writes the event. What does not fit a message gets a status.
func (s *workers) frame(x *exchange) (status int, reason string) {
	frame, err := x.event.AppendBinary(x.frame[:0])
	if err != nil {
		return http.StatusRequestHeaderFieldsTooLarge, "the request has more header fields than a worker can be given (" + strconv.Itoa(schemas.MaxHeaders) + ")"
	}
	x.frame = frame
	switch limit := s.conn.MaxPayload(); {
	case limit <= 0 || len(frame) <= limit:
		return 0, ""
	case len(x.event.Request.URL) > len(frame)/2:
		return http.StatusRequestURITooLong, "the URL is too long for a bus message of at most " + strconv.Itoa(limit) + " bytes"
	default:
		return http.StatusRequestHeaderFieldsTooLarge, "the request's header fields are too large for a bus message of at most " + strconv.Itoa(limit) + " bytes"
	}
}

// gaveUp tells whoever works on the event to stop, when the client is gone or
// the time is up, and does not return when there is nobody to answer.
func (s *workers) gaveUp(r *http.Request, x *exchange, err error) {
	if r.Context().Err() != nil {
		s.abort(x, "the client hung up")
		panic(http.ErrAbortHandler)
	}
	if errors.Is(err, &schemas.Error{Code: schemas.CodeTimeout}) {
		s.abort(x, "the time is up")
	}
}

// abort tells whoever works on the event to stop.
func (s *workers) abort(x *exchange, reason string) {
	s.fetcher.drop(x.event.Preload)
	_ = bus.Abort.Publish(s.conn, bus.Params{"scope": x.event.Scope, "version": x.event.Version},
		schemas.Abort{ID: x.event.ID, Reason: reason})
}

// newID is unique among all loaders' events.
func (s *workers) newID() string {
	var b [64]byte
	return string(strconv.AppendUint(append(append(b[:0], s.loader...), '-'), s.next.Add(1), 36))
}

func (s *workers) borrow() *exchange {
	if x, ok := s.pool.Get().(*exchange); ok {
		return x
	}
	return &exchange{}
}

// giveBack forgets all but the buffers.
func (s *workers) giveBack(x *exchange) {
	if x.entry != nil && x.entry.Counted {
		s.loads.count(x)
	}
	if cap(x.frame)+cap(x.inline)+cap(x.headers) > keptBuffer {
		return
	}
	*x = exchange{headers: x.headers[:0], frame: x.frame[:0], inline: x.inline[:0]}
	s.pool.Put(x)
}

// bodyFailure answers for a request's body that could not be read.
func bodyFailure(w http.ResponseWriter, r *http.Request, err error) {
	if limit, ok := asTooLarge(err); ok {
		failure(w, http.StatusRequestEntityTooLarge, schemas.CodeLimit, bodyTooLarge(limit).Message)
		return
	}
	if r.Context().Err() != nil || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		panic(http.ErrAbortHandler) // the client is gone
	}
	failure(w, http.StatusBadGateway, public(err).Code, "the request's body could not be passed on: "+public(err).Message)
}

func asTooLarge(err error) (limit int64, ok bool) {
	e, ok := errors.AsType[*http.MaxBytesError](err)
	if !ok {
		return 0, false
	}
	return e.Limit, true
}
