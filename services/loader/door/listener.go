package door

import (
	"errors"
	"net"
	"sync"
	"syscall"
)

// handed is the listener from which net/http gets the connections it serves.
type handed struct {
	conns chan net.Conn
	done  chan struct{}
	close sync.Once
}

func newHanded() *handed {
	return &handed{conns: make(chan net.Conn), done: make(chan struct{})}
}

// give hands a connection over; after Close it ends it.
func (h *handed) give(conn net.Conn) {
	select {
	case h.conns <- conn:
	case <-h.done:
		conn.Close()
	}
}

// Accept, Close and Addr implement net.Listener.
func (h *handed) Accept() (net.Conn, error) {
	select {
	case conn := <-h.conns:
		return conn, nil
	case <-h.done:
		return nil, net.ErrClosed
	}
}

func (h *handed) Close() error {
	h.close.Do(func() { close(h.done) })
	return nil
}

func (h *handed) Addr() net.Addr { return &net.TCPAddr{} }

// direct makes a Conn of every TCP connection.
type direct struct{ net.Listener }

func (l direct) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if tcp, ok := conn.(*net.TCPConn); ok {
		return &Conn{TCPConn: tcp}, nil
	}
	return conn, err
}

// tooMany says whether accepting failed for want of something that comes back.
func tooMany(err error) bool {
	for _, passing := range []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.ECONNABORTED, syscall.ECONNRESET} {
		if errors.Is(err, passing) {
			return true
		}
	}
	return false
}
