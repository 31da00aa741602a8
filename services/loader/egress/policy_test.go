package egress_test

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"asterism/services/loader/egress"
)

func parse(t *testing.T, allow ...string) egress.Policy {
	t.Helper()
	p, err := egress.Parse(allow)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestDefault(t *testing.T) {
	p := parse(t)
	for _, s := range []string{
		"127.0.0.1", "127.1.2.3", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "169.254.1.1",
		"100.64.0.1", "100.127.255.255", "224.0.0.1", "239.1.1.1", "255.255.255.255", "0.0.0.0", "0.1.2.3", "198.18.0.1",
		"192.0.2.1", "203.0.113.9", "168.63.129.16", "240.0.0.1",
		"::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::",
		"fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001::1", "2001:db8::1", "100::1",
	} {
		if why := p.Check(netip.MustParseAddr(s)); why == "" {
			t.Errorf("%s may be reached", s)
		}
	}
	for _, s := range []string{"1.1.1.1", "93.184.216.34", "172.15.0.1", "172.32.0.1", "100.63.255.255", "100.128.0.1", "2606:4700::1111", "64:ff9b::1.1.1.1", "2002:101:101::"} {
		if why := p.Check(netip.MustParseAddr(s)); why != "" {
			t.Errorf("%s: %s", s, why)
		}
	}
	if p.Check(netip.Addr{}) == "" {
		t.Error("no address may be reached")
	}
}

func TestAllowedPrefixes(t *testing.T) {
	p := parse(t, "10.0.0.0/8", " 192.168.1.7 ", "", "::1")
	for s, want := range map[string]bool{"10.9.9.9": true, "::ffff:10.9.9.9": true, "192.168.1.7": true, "192.168.1.8": false, "::1": true, "127.0.0.1": false} {
		if got := p.Check(netip.MustParseAddr(s)) == ""; got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for entry, part := range map[string]string{
		"http://x/":      "only the host",
		"10.0.0.0/99":    "prefix",
		"db.internal:":   "port number",
		"db.internal:0":  "port number",
		"db:http":        "port number",
		"::1:99999:zzzz": "[::1]:80",
		"a b":            "host name",
		"*.internal":     "host name",
	} {
		if _, err := egress.Parse([]string{"1.2.3.4", entry}); err == nil || !strings.Contains(err.Error(), part) || !strings.Contains(err.Error(), entry) {
			t.Errorf("%q: %v", entry, err)
		}
	}
}

// listener is where nobody may come without an exception.
func listener(t *testing.T) (addr, port string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	_, port, _ = net.SplitHostPort(l.Addr().String())
	return l.Addr().String(), port
}

func TestDial(t *testing.T) {
	addr, port := listener(t)
	for _, c := range []struct {
		allow []string
		addr  string
		ok    bool
	}{
		{nil, addr, false},
		{nil, "localhost:" + port, false}, // a name that resolves to loopback
		{[]string{"127.0.0.0/8", "::1"}, "localhost:" + port, true},
		{[]string{"localhost"}, "LOCALHOST:" + port, true},
		{[]string{"localhost"}, addr, false},
		{[]string{"localhost:" + port}, "localhost:" + port, true},
		{[]string{"localhost:1"}, "localhost:" + port, false},
		{[]string{addr}, addr, true},
		{[]string{addr}, "[::ffff:127.0.0.1]:" + port, true},
		{[]string{"*"}, addr, true},
	} {
		conn, err := parse(t, c.allow...).Dial(5*time.Second)(context.Background(), "tcp", c.addr)
		if (err == nil) != c.ok {
			t.Errorf("allow %q, dial %s: %v", c.allow, c.addr, err)
		}
		if err == nil {
			conn.Close()
			continue
		}
		var refused *egress.Refused
		if !errors.As(err, &refused) || refused.Host != c.addr || !strings.Contains(refused.Reason, "loopback") {
			t.Errorf("allow %q, dial %s: %v", c.allow, c.addr, err)
		}
	}
}

func TestBlockedPorts(t *testing.T) {
	_, err := parse(t).Dial(time.Second)(context.Background(), "tcp", "1.1.1.1:25")
	var refused *egress.Refused
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "port") {
		t.Fatal(err)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"*", "10.0.0.0/8", "[::1]:80", "db.internal:8080", "::1", "a,b", "fe80::1%eth0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := egress.Parse([]string{s})
		if err != nil {
			return
		}
		// Only an exception that covers it opens loopback.
		if p.Check(netip.MustParseAddr("127.0.0.1")) == "" && !strings.ContainsAny(s, "*/") && !strings.Contains(s, "127.0.0.1") && !strings.Contains(s, "7f00:1") {
			t.Errorf("%q opens loopback", s)
		}
	})
}
