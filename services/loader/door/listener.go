package door

import "net"

// Listener makes a Conn of every TCP connection.
type Listener struct{ net.Listener }

// Accept waits for the next connection.
func (l Listener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if tcp, ok := conn.(*net.TCPConn); ok {
		return &Conn{TCPConn: tcp}, nil
	}
	return conn, err
}
