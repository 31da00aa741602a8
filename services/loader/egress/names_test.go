package egress_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"asterism/services/loader/egress"
)

func TestNames(t *testing.T) {
	n, err := egress.ParseNames([]string{"*.test=127.0.0.1", "here.test=[::1]", " *.far.test=10.0.0.1", "none.test=", "*.void.test=", "", "Dot.example.=1.1.1.1"})
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]string{
		"a.test": "127.0.0.1", "A.B.TEST.": "127.0.0.1", "here.test": "::1", "x.here.test": "127.0.0.1", "a.far.test": "10.0.0.1",
		"far.test": "127.0.0.1", "none.test": "invalid IP", "a.void.test": "invalid IP", "dot.example": "1.1.1.1",
		"test": "", "example.com": "", "": "",
	} {
		got := ""
		if addr, known := n.Lookup(host); known {
			got = addr.String()
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", host, got, want)
		}
	}
	for _, entry := range []string{"x", "x=y", "=1.2.3.4", "a b=1.2.3.4", "*=1.2.3.4"} {
		if _, err := egress.ParseNames([]string{entry}); err == nil || !strings.Contains(err.Error(), entry) {
			t.Errorf("%q: %v", entry, err)
		}
	}
}

// A name that is resolved here leads where the policy lets it.
func TestDialNames(t *testing.T) {
	_, port := listener(t)
	names, err := egress.ParseNames([]string{"*.test=127.0.0.1", "none.test="})
	if err != nil {
		t.Fatal(err)
	}
	dial := func(host string, allow ...string) error {
		conn, err := parse(t, allow...).Resolving(names).Dial(5*time.Second)(context.Background(), "tcp", net.JoinHostPort(host, port))
		if err == nil {
			conn.Close()
		}
		return err
	}
	var refused *egress.Refused
	if err := dial("a.test"); !errors.As(err, &refused) {
		t.Errorf("without an exception: %v", err)
	}
	if err := dial("a.test", "127.0.0.1"); err != nil {
		t.Error(err)
	}
	var dns *net.DNSError
	if err := dial("none.test", "127.0.0.1"); !errors.As(err, &dns) || !dns.IsNotFound {
		t.Errorf("a name that does not exist: %v", err)
	}
}
