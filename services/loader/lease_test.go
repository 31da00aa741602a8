package loader

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Reading on after the end is harmless, also when the lease is closed by then.
func TestLeaseAfterTheEnd(t *testing.T) {
	l := newLease(strings.NewReader("body"), http.NewResponseController(httptest.NewRecorder()))
	if data, err := io.ReadAll(l); err != nil || string(data) != "body" {
		t.Fatalf("%q, %v", data, err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if n, err := l.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("after the end: %d bytes, %v; want the end again", n, err)
	}
	l = newLease(strings.NewReader("body"), http.NewResponseController(httptest.NewRecorder()))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Read(make([]byte, 1)); err != io.ErrClosedPipe {
		t.Errorf("closed before the end: %v", err)
	}
}
