package fetch

import (
	"io"
	"sync"
)

// split makes two readers of one. What one has read and the other has not is
// kept in memory; the source is closed when both are.
func split(source io.ReadCloser) (one, two io.ReadCloser) {
	s := &splitter{source: source}
	s.free = sync.NewCond(&s.mu)
	return &half{s: s, me: 0}, &half{s: s, me: 1}
}

type splitter struct {
	source io.ReadCloser

	mu      sync.Mutex
	free    *sync.Cond // somebody finished a Read, or a half closed
	reading bool
	pending [2][]byte // read by the other half, not by this one
	closed  [2]bool
	err     error
}

type half struct {
	s  *splitter
	me int
}

// Read gives what the other half read before, or reads the source.
func (h *half) Read(p []byte) (int, error) {
	s := h.s
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.closed[h.me]:
			return 0, io.ErrClosedPipe
		case len(s.pending[h.me]) > 0:
			n := copy(p, s.pending[h.me])
			s.pending[h.me] = s.pending[h.me][n:]
			return n, nil
		case s.err != nil:
			return 0, s.err
		case !s.reading:
			return s.read(h.me, p)
		}
		s.free.Wait()
	}
}

// read reads the source without the lock.
func (s *splitter) read(me int, p []byte) (int, error) {
	s.reading = true
	s.mu.Unlock()
	n, err := s.source.Read(p)
	s.mu.Lock()
	s.reading = false
	s.err = err
	if !s.closed[1-me] {
		s.pending[1-me] = append(s.pending[1-me], p[:n]...)
	}
	s.free.Broadcast()
	if n > 0 {
		err = nil
	}
	return n, err
}

// Close lets go of this half's bytes and, as the second, of the source.
func (h *half) Close() error {
	s := h.s
	s.mu.Lock()
	again := s.closed[h.me]
	s.closed[h.me], s.pending[h.me] = true, nil
	last := s.closed[1-h.me]
	s.free.Broadcast()
	s.mu.Unlock()
	if again || !last {
		return nil
	}
	return s.source.Close()
}
