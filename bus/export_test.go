package bus

import (
	"testing"

	"github.com/nats-io/nats.go"
)

// Raw is the NATS connection beneath c, for tests that speak out of turn.
func Raw(_ testing.TB, c *Conn) *nats.Conn { return c.nc }

// Kill closes c as a process that dies does: nothing is drained.
func Kill(c *Conn) { c.nc.Close() }
