package bus_test

import (
	"io"
	"strings"
	"testing"

	"asterism/bus/bustest"
)

// closing is a source that cannot be read once it is closed.
type closing struct {
	io.Reader
	closed chan struct{}
}

func (c *closing) Read(p []byte) (int, error) {
	select {
	case <-c.closed:
		return 0, io.ErrClosedPipe
	default:
		return c.Reader.Read(p)
	}
}

func (c *closing) Close() error {
	close(c.closed)
	return nil
}

// A body that has ended ends again when it is read again, though its source is
// closed by then: net/http's transport looks for more after the last byte.
func TestReadAfterTheEnd(t *testing.T) {
	conn := bustest.New(t)
	src := &closing{Reader: strings.NewReader("all"), closed: make(chan struct{})}
	name, ended := offer(t, conn, src)
	r := open(t, conn, name) // the very same connection: read at the source
	if data, err := io.ReadAll(r); err != nil || string(data) != "all" {
		t.Fatalf("%q, %v", data, err)
	}
	if err := wait(t, ended); err != nil {
		t.Fatal(err)
	}
	<-src.closed
	for range 2 {
		if n, err := r.Read(make([]byte, 1)); n != 0 || err != io.EOF {
			t.Errorf("%d bytes, %v; want the end again", n, err)
		}
	}
}
