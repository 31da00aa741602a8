package origin

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"syscall"
)

// Ports are those of the server. Tests know them by templates; some subtests'
// names hold them, which is why the suite's usual ones are preferred.
type Ports struct {
	HTTP, HTTPS [2]int
	WS, WSS, H2 int
}

// usual are the ports of the suite's own documentation.
var usual = Ports{HTTP: [2]int{8000, 8001}, HTTPS: [2]int{8443, 8444}, WS: 8666, WSS: 8667, H2: 9000}

func (p *Ports) all() []*int {
	return []*int{&p.HTTP[0], &p.HTTP[1], &p.HTTPS[0], &p.HTTPS[1], &p.WS, &p.WSS, &p.H2}
}

// free gives the usual ports, each that is taken replaced by a free one.
func free() (p Ports, moved bool, err error) {
	p = usual
	for _, port := range p.all() {
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(*port)))
		if errors.Is(err, syscall.EADDRINUSE) {
			moved = true
			l, err = net.Listen("tcp", "127.0.0.1:0")
		}
		if err != nil {
			return p, moved, err
		}
		addr, ok := l.Addr().(*net.TCPAddr)
		if !ok {
			return p, moved, fmt.Errorf("no TCP address: %v", l.Addr())
		}
		*port = addr.Port
		defer l.Close() // all are held until all are known
	}
	return p, moved, nil
}

// parsePorts reads --server: one URL, or an http and an https one with a comma
// between them. What is not said is as usual.
func parsePorts(s string) (Ports, error) {
	p := usual
	for _, part := range strings.Split(s, ",") {
		u, err := url.Parse(strings.TrimSpace(part))
		if err != nil || u.Host == "" {
			return p, fmt.Errorf("--server %q: give its URL, such as http://web-platform.test:8000, or two with a comma between: http://web-platform.test:8000,https://web-platform.test:8443", s)
		}
		port, fallback := u.Port(), map[string]string{"http": "80", "https": "443"}[u.Scheme]
		if port == "" {
			port = fallback
		}
		n, err := strconv.Atoi(port)
		if err != nil || fallback == "" {
			return p, fmt.Errorf("--server %q: %q is not an http or https URL", s, part)
		}
		if u.Scheme == "http" {
			p.HTTP[0] = n
		} else {
			p.HTTPS[0] = n
		}
	}
	return p, nil
}
