package bus

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"

	"asterism/schemas"
)

// An error reply carries the services protocol's two headers and, as its data,
// the error as JSON.

// asBadMessage makes a *schemas.Error of CodeBadMessage of any error.
func asBadMessage(err error) *schemas.Error {
	if known, ok := errors.AsType[*schemas.Error](err); ok {
		return known
	}
	return &schemas.Error{Code: schemas.CodeBadMessage, Message: err.Error()}
}

// errorReply writes e as an error reply to the inbox reply.
func errorReply(reply string, e *schemas.Error) *nats.Msg {
	data, err := json.Marshal(e)
	if err != nil { // strings always marshal
		data = nil
	}
	m := nats.NewMsg(reply)
	m.Header.Set(micro.ErrorHeader, e.Message)
	m.Header.Set(micro.ErrorCodeHeader, string(e.Code))
	m.Data = data
	return m
}

// replyError is the error in a reply, nil when it is an ordinary one.
func replyError(m *nats.Msg) error {
	if m.Header == nil {
		return nil
	}
	if isNoResponders(m) {
		return ErrNoResponders
	}
	code := m.Header.Get(micro.ErrorCodeHeader)
	if code == "" {
		return nil
	}
	e := &schemas.Error{}
	if json.Unmarshal(m.Data, e) != nil || e.Code == "" {
		// Some other program's error reply.
		e = &schemas.Error{Code: schemas.CodeInternal, Message: fmt.Sprintf("%s (%s)", m.Header.Get(micro.ErrorHeader), code)}
	}
	return e
}

// isNoResponders recognises the server's own answer.
func isNoResponders(m *nats.Msg) bool {
	if len(m.Data) != 0 {
		return false
	}
	status := m.Header["Status"]
	return len(status) == 1 && status[0] == "503"
}

// public is the error to send: a *schemas.Error as it is, any other as
// "internal" with a reference under which the log has the rest.
func (c *Conn) public(err error, subject string) *schemas.Error {
	if known, ok := errors.AsType[*schemas.Error](err); ok {
		return known
	}
	ref := NewID()
	c.log.Error("request failed", "subject", subject, "ref", ref, "error", err)
	return &schemas.Error{Code: schemas.CodeInternal, Message: "internal error", Ref: ref}
}

// Refuse answers m with an error: a *schemas.Error as it is, anything else as
// "internal". A bad message is also logged and reported as an advisory.
func (c *Conn) Refuse(m Msg, err error) {
	e := c.public(err, m.Subject())
	if e.Code == schemas.CodeBadMessage {
		c.malformed(m.Subject(), e)
	}
	if m.Reply() == "" {
		return
	}
	if err := c.nc.PublishMsg(errorReply(m.Reply(), e)); err != nil {
		c.log.Warn("error reply not sent", "subject", m.Subject(), "error", err)
	}
}

// malformed reports a message that does not follow its schema.
func (c *Conn) malformed(subject string, err error) {
	c.log.Warn("bad message", "subject", subject, "error", err)
	c.advise("bad-message", subject, err.Error())
}
