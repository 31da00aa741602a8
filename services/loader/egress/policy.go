// Package egress decides which addresses fetches may reach. The decision is
// made on the address a connection is about to be made to, after name
// resolution, so that a name that resolves to something else the second time
// (DNS rebinding) gains nothing.
//
// Without exceptions everything public is reachable and nothing else: no
// private, loopback, link-local, carrier-grade NAT, multicast, documentation or
// cloud metadata address, in IPv4, IPv6 or one inside the other.
package egress

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Policy is the default with exceptions. It is immutable; the zero value has no
// exceptions.
type Policy struct {
	all      bool
	prefixes []netip.Prefix
	hosts    map[string]bool // "host" or "host:port", in lower case
	names    Names
}

// Resolving is p with names of its own. Where they lead is checked like any
// other address.
func (p Policy) Resolving(names Names) Policy {
	p.names = names
	return p
}

// Refused says that the policy forbids a connection.
type Refused struct {
	Host   string // as asked for, with port
	Reason string // "it is a private address"
}

func (e *Refused) Error() string {
	return fmt.Sprintf("egress to %s is refused: %s; an operator can allow it with LOADER_EGRESS_ALLOW", e.Host, e.Reason)
}

// Parse reads the exceptions. Each is an address ("10.0.0.5", "::1"), a prefix
// ("10.0.0.0/8"), a host name ("db.internal"), a host or address with a port
// ("db.internal:8080", "[::1]:80"), or "*" for everything. A host name with no
// port allows all its ports, whatever it resolves to.
func Parse(allow []string) (Policy, error) {
	p := Policy{hosts: map[string]bool{}}
	for _, entry := range allow {
		entry = strings.ToLower(strings.TrimSpace(entry))
		if entry == "" {
			continue
		}
		if err := p.add(entry); err != nil {
			return Policy{}, fmt.Errorf("%q: %w", entry, err)
		}
	}
	return p, nil
}

func (p *Policy) add(entry string) error {
	if entry == "*" {
		p.all = true
		return nil
	}
	if strings.Contains(entry, "://") {
		return fmt.Errorf("is a URL; write only the host, or host:port")
	}
	if strings.Contains(entry, "/") {
		prefix, err := netip.ParsePrefix(entry)
		if err != nil {
			return fmt.Errorf("is not a prefix such as 10.0.0.0/8")
		}
		p.prefixes = append(p.prefixes, prefix.Masked())
		return nil
	}
	if addr, err := netip.ParseAddr(strings.Trim(entry, "[]")); err == nil {
		addr = addr.WithZone("").Unmap()
		p.prefixes = append(p.prefixes, netip.PrefixFrom(addr, addr.BitLen()))
		return nil
	}
	host, port := entry, ""
	if strings.Contains(entry, ":") {
		var err error
		if host, port, err = net.SplitHostPort(entry); err != nil {
			return fmt.Errorf("is not host:port (write an IPv6 address with a port as [::1]:80)")
		}
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 || port[0] == '0' {
			return fmt.Errorf("has no port number from 1 to 65535 after the colon")
		}
	}
	if !hostName(host) {
		return fmt.Errorf("is not a host name, an address, a prefix or host:port")
	}
	p.hosts[strings.TrimSuffix(join(host, port), ".")] = true
	return nil
}

// hostName accepts names and addresses, generously.
func hostName(s string) bool {
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	bad := func(c rune) bool {
		return !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.')
	}
	return s != "" && s != "." && len(s) <= 253 && strings.IndexFunc(s, bad) < 0
}

// join is host:port, with an address in its canonical form.
func join(host, port string) string {
	host = strings.TrimSuffix(host, ".")
	if addr, err := netip.ParseAddr(host); err == nil {
		host = addr.WithZone("").Unmap().String()
	}
	if port == "" {
		return host
	}
	return net.JoinHostPort(host, port)
}

// named says whether host:port is excepted by name.
func (p Policy) named(host, port string) bool {
	host = strings.ToLower(host)
	return p.all || p.hosts[join(host, "")] || p.hosts[join(host, port)]
}

// Names says whether host:port itself is an exception.
func (p Policy) Names(host, port string) bool {
	return p.hosts[join(strings.ToLower(host), port)]
}

// Dial is a DialContext that keeps the policy. A refusal is a *Refused, perhaps
// inside a *net.OpError.
func (p Policy) Dial(timeout time.Duration) func(ctx context.Context, network, addr string) (net.Conn, error) {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(addr)
		if err != nil {
			return nil, err
		}
		d := net.Dialer{Timeout: timeout}
		if !p.named(host, port) {
			if BadPort(port) {
				return nil, &Refused{Host: addr, Reason: "the Fetch standard blocks this port"}
			}
			d.Control = func(_, resolved string, _ syscall.RawConn) error {
				to, err := netip.ParseAddrPort(resolved)
				if err != nil {
					return &Refused{Host: addr, Reason: "its address is not readable"}
				}
				if why := p.Check(to.Addr()); why != "" {
					return &Refused{Host: addr, Reason: why}
				}
				return nil
			}
		}
		to, err := p.names.resolve(host, port)
		if err != nil {
			return nil, err
		}
		return d.DialContext(ctx, network, to)
	}
}

// Check says why an address must not be reached, "" when it may.
func (p Policy) Check(addr netip.Addr) string {
	addr = addr.WithZone("").Unmap()
	if p.all {
		return ""
	}
	for _, allowed := range p.prefixes {
		if allowed.Contains(addr) {
			return ""
		}
	}
	return kind(addr)
}
