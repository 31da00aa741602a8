package cli

import (
	"errors"
	"fmt"
	"os"

	"asterism/app"
	"asterism/bus"
)

var errNotRunning = errors.New("no asterism runs on this machine: start one with `asterism up`, or set NATS_URL to where its NATS server is")

// connect reaches the asterism that NATS_URL names, or the newest one running
// on this machine.
func connect(sh shell) (*bus.Conn, error) {
	cfg, err := app.Load()
	if err != nil {
		return nil, err
	}
	if os.Getenv("NATS_URL") == "" {
		found, err := recorded()
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, errNotRunning
		}
		cfg.Bus.URL = found[0].NATS
	}
	conn, err := bus.Connect(sh.ctx, cfg.Bus, "asterism cli", sh.log)
	if err != nil {
		return nil, fmt.Errorf("cannot reach NATS at %s: %w", cfg.Bus.URL, err)
	}
	return conn, nil
}
