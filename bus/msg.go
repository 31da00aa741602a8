package bus

import (
	"errors"

	"github.com/nats-io/nats.go"
)

// TraceHeader is the message header that carries a W3C traceparent.
const TraceHeader = "traceparent"

// Msg is a received message; cheap to copy.
type Msg struct {
	m *nats.Msg
	c *Conn
}

// Subject is where it was published.
func (m Msg) Subject() string { return m.m.Subject }

// Data is the payload; it belongs to the receiver.
func (m Msg) Data() []byte { return m.m.Data }

// Header is a header's first value, "" when absent. Names are compared exactly.
func (m Msg) Header(name string) string { return m.m.Header.Get(name) }

// Reply is where the asker waits, "" when nobody does.
func (m Msg) Reply() string { return m.m.Reply }

// Respond publishes data to the asker. It does not keep data.
func (m Msg) Respond(data []byte) error {
	if m.m.Reply == "" {
		return errors.New("bus: message has no reply subject")
	}
	return m.c.nc.Publish(m.m.Reply, data)
}

// Nobody says that m is no message but the server's word that nobody was
// subscribed to what was asked, or probed, with m's subject for the answer.
func (m Msg) Nobody() bool { return isNoResponders(m.m) }
