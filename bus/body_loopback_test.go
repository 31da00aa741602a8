package bus_test

import (
	"io"
	"net"
	"testing"
)

// benchLoopback copies size bytes through a socket, for comparison.
func benchLoopback(size int64) func(*testing.B) {
	return func(b *testing.B) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = l.Close() }()
		b.SetBytes(size)
		for b.Loop() {
			sent := make(chan error, 1)
			go func() {
				c, err := l.Accept()
				if err == nil {
					_, err = io.Copy(struct{ io.Writer }{c}, &endless{size})
					_ = c.Close()
				}
				sent <- err
			}()
			c, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				b.Fatal(err)
			}
			n, err := io.Copy(io.Discard, struct{ io.Reader }{c})
			_ = c.Close()
			if err != nil || n != size {
				b.Fatal(n, err)
			}
			if err := <-sent; err != nil {
				b.Fatal(err)
			}
		}
	}
}
