package bus

import (
	"time"

	"github.com/nats-io/nats.go"
)

// What tests of streamed bodies need to see.

const (
	BodyFirstWindow = bodyFirstWindow
	BodyWindow      = bodyWindow
	BodyChunkSize   = bodyChunkSize
	BodyChunkCost   = bodyChunkCost
)

// SetBodyTimes shortens the clocks, before the first body.
func (c *Conn) SetBodyTimes(tick, idle, lost, opened time.Duration) {
	c.bodies.times = bodyTimes{tick, idle, lost, opened}
}

// OpenBodies counts the bodies under way.
func (c *Conn) OpenBodies() int {
	offers, readers := c.bodies.all()
	return len(offers) + len(readers)
}

// NATS is the connection beneath.
func (c *Conn) NATS() *nats.Conn { return c.nc }

// EncodeBodyMsg writes a message of the body protocol.
func EncodeBodyMsg(kind byte, n uint64, data []byte) []byte {
	return encodeBody(bodyMsg{kind, n, data})
}

// DecodeBodyMsg reads one.
func DecodeBodyMsg(b []byte) (kind byte, n uint64, data []byte, err error) {
	m, err := decodeBody(b)
	return m.Kind, m.N, m.Data, err
}
