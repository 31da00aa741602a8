package door_test

import (
	"io"
	"net"
	"testing"

	"asterism/bus/bustest"
	"asterism/services/loader/door"
)

func TestMain(m *testing.M) { bustest.Main(m) }

// An answer that comes before the client has sent everything arrives.
func TestLinger(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	served := make(chan error, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			served <- err
			return
		}
		c := &door.Conn{TCPConn: conn.(*net.TCPConn)}
		c.Linger()
		_, err = io.WriteString(c, "answer")
		if closed := c.Close(); err == nil {
			err = closed
		}
		served <- err
	}()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if _, err := client.Write(make([]byte, 1<<20)); err != nil {
		t.Error(err)
	}
	if got, err := io.ReadAll(client); string(got) != "answer" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	client.Close()
	if err := <-served; err != nil {
		t.Error(err)
	}
}
