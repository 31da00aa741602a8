package cli

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"

	"asterism/app"
	"asterism/bus"
)

var errNotRunning = errors.New("no asterism runs on this machine: start one with `asterism up`, or set NATS_URL to where its NATS server is")

// target is the asterism a command works on.
type target struct {
	*bus.Conn
	origin *url.URL // of its front door; nil when not known
}

// connect reaches the asterism that NATS_URL names, or the newest one running
// on this machine.
func connect(sh shell) (target, error) {
	cfg, err := app.Load()
	if err != nil {
		return target{}, err
	}
	var to target
	if os.Getenv("NATS_URL") == "" {
		found, err := recorded()
		if err != nil {
			return target{}, err
		}
		if len(found) == 0 {
			return target{}, errNotRunning
		}
		cfg.Bus.URL = found[0].NATS
		if to.origin, err = url.Parse(found[0].Origin); err != nil {
			return target{}, err
		}
	}
	to.Conn, err = bus.Connect(sh.ctx, cfg.Bus, "asterism cli", sh.log)
	if err != nil {
		return target{}, fmt.Errorf("cannot reach NATS at %s: %w", cfg.Bus.URL, err)
	}
	return to, nil
}

// url parses an absolute http or https URL, or a path of the front door's origin.
// The front door has one origin and answers under every loopback name, so those
// all become that origin.
func (t target) url(raw string) (*url.URL, error) {
	if strings.HasPrefix(raw, "/") {
		if t.origin == nil {
			return nil, fmt.Errorf("%q is a path, and with NATS_URL it is not known of which origin: give a full URL such as http://localhost:8080%s", raw, raw)
		}
		return t.origin.Parse(raw)
	}
	u, err := webURL(raw)
	switch {
	case err != nil && t.origin != nil:
		return nil, fmt.Errorf("%w, nor a path such as /sw.js", err)
	case err != nil || t.origin == nil:
		return u, err
	}
	if loopback(u.Hostname()) && loopback(t.origin.Hostname()) && u.Port() == t.origin.Port() && u.Scheme == t.origin.Scheme {
		u.Host = t.origin.Host
	}
	return u, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
