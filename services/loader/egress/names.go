package egress

import (
	"fmt"
	"net"
	"net/netip"
	"strings"
)

// Names answers for host names before any resolver does, like a hosts file with
// wildcards. The zero value knows none. It is immutable.
type Names struct {
	exact map[string]netip.Addr // an invalid address: the name does not exist
	below map[string]netip.Addr // "*.x" by "x"
}

// ParseNames reads entries of the form name=ADDRESS. "*.x" stands for every name
// below x that has no entry of its own nor one nearer to it; with nothing after
// the = the name does not exist.
func ParseNames(entries []string) (Names, error) {
	n := Names{exact: map[string]netip.Addr{}, below: map[string]netip.Addr{}}
	for _, entry := range entries {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		name, to, ok := strings.Cut(entry, "=")
		if !ok {
			return Names{}, fmt.Errorf("%q is not name=address", entry)
		}
		var addr netip.Addr
		if to = strings.TrimSpace(to); to != "" {
			var err error
			if addr, err = netip.ParseAddr(strings.Trim(to, "[]")); err != nil {
				return Names{}, fmt.Errorf("%q: %q is not an IP address", entry, to)
			}
		}
		into := n.exact
		name, wild := strings.CutPrefix(strings.ToLower(strings.TrimSpace(name)), "*.")
		if wild {
			into = n.below
		}
		if name = strings.TrimSuffix(name, "."); !hostName(name) {
			return Names{}, fmt.Errorf("%q: %q is not a host name", entry, name)
		}
		into[name] = addr
	}
	return n, nil
}

// Lookup is the address of host. It is not known when nothing is said of host;
// an invalid address means that the name does not exist.
func (n Names) Lookup(host string) (addr netip.Addr, known bool) {
	if len(n.exact) == 0 && len(n.below) == 0 {
		return addr, false
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if addr, known = n.exact[host]; known {
		return addr, true
	}
	for {
		_, parent, more := strings.Cut(host, ".")
		if !more {
			return netip.Addr{}, false
		}
		if addr, known = n.below[parent]; known {
			return addr, true
		}
		host = parent
	}
}

// resolve is where to connect for host:port.
func (n Names) resolve(host, port string) (string, error) {
	addr, known := n.Lookup(host)
	switch {
	case !known:
		return net.JoinHostPort(host, port), nil
	case !addr.IsValid():
		return "", &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	return net.JoinHostPort(addr.String(), port), nil
}
