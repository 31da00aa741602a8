package cli

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"

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

// url parses an absolute http or https URL. The front door has one origin and
// answers under every loopback name, so those all become that origin.
func (t target) url(raw string) (*url.URL, error) {
	u, err := webURL(raw)
	if err != nil || t.origin == nil {
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
