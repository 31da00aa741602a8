package door

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Server serves HTTP: the fast lane and, behind it, an [http.Server].
type Server struct {
	http     *http.Server
	answerer Answerer
	log      *slog.Logger
	base     context.Context // of all requests

	handed   *handed
	clock    clock
	draining atomic.Bool

	mu       sync.Mutex
	listener net.Listener
	lanes    map[*lane]struct{}
	work     sync.WaitGroup // lanes; is added to under mu, before draining
}

// NewServer makes a server. Behind is not used for anything else, and has timeouts
// for a request's header and for idle connections; the contexts of all requests
// descend from base. With TLS there is no fast lane.
func NewServer(base context.Context, behind *http.Server, answerer Answerer, log *slog.Logger) *Server {
	behind.BaseContext = func(net.Listener) context.Context { return base }
	behind.ConnContext = withConn
	return &Server{
		http: behind, answerer: answerer, log: log, base: base,
		handed: newHanded(), lanes: map[*lane]struct{}{},
	}
}

// Serve blocks until the server is shut down, closed (http.ErrServerClosed) or
// fails.
func (s *Server) Serve(l net.Listener) error {
	if s.http.TLSConfig != nil {
		return s.http.ServeTLS(direct{l}, "", "")
	}
	s.mu.Lock()
	s.listener = l
	s.mu.Unlock()
	behind := make(chan error, 1)
	go func() { behind <- s.http.Serve(s.handed) }()
	err := s.accept(l)
	if !s.draining.Load() {
		_ = s.Close()
	}
	if ended := <-behind; err == nil {
		err = ended
	}
	s.work.Wait()
	return err
}

// accept starts a lane for each connection; nil when the server is shut down.
func (s *Server) accept(l net.Listener) error {
	const first, longest = 5 * time.Millisecond, time.Second
	for wait := first; ; {
		conn, err := l.Accept()
		switch temporary := net.Error(nil); {
		case err == nil:
			wait = first
			s.take(conn)
		case s.draining.Load():
			return nil
		case errors.As(err, &temporary) && temporary.Timeout(), tooMany(err):
			s.log.Warn("no connection can be accepted, trying again", "error", err, "wait", wait)
			time.Sleep(wait)
			wait = min(2*wait, longest)
		default:
			return err
		}
	}
}

// take starts a connection's lane.
func (s *Server) take(conn net.Conn) {
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		s.handed.give(conn)
		return
	}
	l := &lane{s: s, conn: tcp}
	l.request.lane = l
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.draining.Load() {
		conn.Close()
		return
	}
	s.lanes[l] = struct{}{}
	s.work.Go(l.serve)
}

// forget takes a lane off the list and says whether its connection was still its
// own.
func (s *Server) forget(l *lane) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, had := s.lanes[l]
	delete(s.lanes, l)
	return had
}

// Shutdown stops accepting, closes idle connections and waits until requests
// under way have been answered, or ctx ends (its error).
func (s *Server) Shutdown(ctx context.Context) error {
	s.stop(func(l *lane) bool { return l.state.CompareAndSwap(idle, ended) })
	s.http.SetKeepAlivesEnabled(false)
	quiet := make(chan struct{})
	go func() { s.work.Wait(); close(quiet) }()
	var late error
	select {
	case <-quiet: // nothing is handed over any more
	case <-ctx.Done():
		late = ctx.Err()
	}
	return errors.Join(late, s.http.Shutdown(ctx))
}

// Close ends all connections.
func (s *Server) Close() error {
	s.stop(func(*lane) bool { return true })
	return s.http.Close()
}

// stop stops accepting and ends the lanes that match.
func (s *Server) stop(match func(*lane) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.draining.Store(true)
	if s.listener != nil {
		s.listener.Close()
	}
	for l := range s.lanes {
		if match(l) {
			delete(s.lanes, l)
			l.conn.Close()
		}
	}
}
