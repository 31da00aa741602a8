package bus

import (
	"errors"
	"time"

	"github.com/nats-io/nats.go"
)

// What the connection tells of itself, on nats.go's callback goroutine.

func (c *Conn) onClosed(*nats.Conn) {
	c.link.set(false)
	close(c.done)
}

func (c *Conn) onDisconnect(where string) nats.ConnErrHandler {
	return func(_ *nats.Conn, err error) {
		c.link.set(false)
		if err != nil { // nil: closed on purpose
			c.log.Warn("lost NATS; what is running goes on, reconnecting", "url", where, "error", err)
		}
	}
}

func (c *Conn) onReconnect(nc *nats.Conn) {
	if have := nc.ConnectedServerVersion(); !atLeast(have, VersionRequired) {
		c.log.Error("NATS came back as a version that is too old: upgrade nats-server", "version", have, "required", VersionRequired)
	}
	c.link.set(true)
	c.log.Info("NATS is back", "url", nc.ConnectedUrlRedacted(), "server", nc.ConnectedServerName())
}

// onAsyncError hears of errors no call returned.
func (c *Conn) onAsyncError(_ *nats.Conn, sub *nats.Subscription, err error) {
	subject, dropped := "", 0
	if sub != nil {
		subject = sub.Subject
		dropped, _ = sub.Dropped()
	}
	switch {
	case errors.Is(err, nats.ErrSlowConsumer):
		c.log.Error("messages dropped: they come in faster than they are handled", "subject", subject, "dropped", dropped)
		c.advise("slow-consumer", subject, "messages were dropped: they come in faster than they are handled")
	case errors.Is(err, nats.ErrPermissionViolation):
		c.log.Error("NATS refuses a subject: give this user the permission", "subject", subject, "error", err)
	case errors.Is(err, nats.ErrAuthorization), errors.Is(err, nats.ErrAuthExpired):
		c.log.Error("NATS refuses the credentials; trying again", "error", err)
	default:
		c.log.Warn("NATS", "subject", subject, "error", err)
	}
}

// settle is how long to wait before trying again what the server refused.
const settle = 500 * time.Millisecond
