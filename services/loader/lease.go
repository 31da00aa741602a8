package loader

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"asterism/schemas"
	"asterism/services/loader/door"
)

// lease lends a request's body to the bus. Nothing is read until someone opens
// it, so an untouched body can still go to the upstream; and no Read is under
// way after withdraw, as net/http demands when the handler returns.
//
// A worker may answer while it reads: the exchange becomes full-duplex when the
// worker reads or answers (h2 always is). net/http cannot keep a full-duplex
// HTTP/1.1 connection whose body was not read to its end, so answered ends it.
type lease struct {
	body   io.Reader
	rc     *http.ResponseController
	cancel context.CancelFunc // ends the offer
	ended  chan struct{}      // closed when the offer has ended

	mu      sync.Mutex
	quiet   *sync.Cond // signalled when a Read returns
	touched bool
	reading bool
	closed  bool
	end     error // what Read ended with: the client's bytes are all there, or gone
}

func newLease(body io.Reader, rc *http.ResponseController) *lease {
	l := &lease{body: body, rc: rc, ended: make(chan struct{})}
	l.quiet = sync.NewCond(&l.mu)
	return l
}

// Read reads the client's body.
func (l *lease) Read(p []byte) (int, error) {
	l.mu.Lock()
	end := l.end
	if end == nil && l.closed {
		end = io.ErrClosedPipe
	}
	if end != nil {
		l.mu.Unlock()
		return 0, end
	}
	l.duplex()
	l.touched, l.reading = true, true
	l.mu.Unlock()

	n, err := l.body.Read(p)
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		err = bodyTooLarge(tooLarge.Limit)
	}

	l.mu.Lock()
	defer l.mu.Unlock()
	l.reading, l.end = false, err
	l.quiet.Broadcast()
	return n, err
}

// Close ends reading, also a Read under way. The body itself is the server's to
// close. Once the body has ended no Read is ever under way: net/http then reads
// the connection itself, to notice a client that hangs up, and would take the
// deadline for one.
func (l *lease) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	if l.reading {
		// Nobody needs the connection's rest: see answered.
		_ = l.rc.SetReadDeadline(time.Unix(1, 0))
	}
	return nil
}

// duplex makes the exchange full-duplex. l.mu is held, which keeps it apart from
// the writing of the response's header: answered comes before that.
func (l *lease) duplex() { _ = l.rc.EnableFullDuplex() }

// answered is called before a response is written that is not the network's. The
// client's connection ends after it while there is more of the body to come: a
// Read that Close cuts short leaves net/http in the middle of a chunk, and it
// would take the rest for the next request.
func (l *lease) answered(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.duplex()
	if l.end == io.EOF || r.ProtoMajor != 1 {
		return
	}
	w.Header()["Connection"] = []string{"close"}
	if c := door.Of(r.Context()); c != nil {
		c.Linger()
	}
}

// withdraw takes the body back and says whether it is untouched.
func (l *lease) withdraw() (untouched bool) {
	l.cancel()
	<-l.ended
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	for l.reading {
		l.quiet.Wait()
	}
	return !l.touched
}

func bodyTooLarge(limit int64) *schemas.Error {
	return &schemas.Error{Code: schemas.CodeLimit, Message: fmt.Sprintf("the request's body is larger than the %d bytes allowed here (LOADER_MAX_BODY)", limit)}
}
