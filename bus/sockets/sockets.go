// Package sockets opens WebSocket connections over the bus: a loader has the
// connection, two streamed bodies carry its messages.
package sockets

import (
	"context"
	"errors"
	"io"

	"asterism/bus"
	"asterism/schemas"
)

// Dialer opens connections for one origin. It implements webapi/websocket's Host.
type Dialer struct {
	conn   *bus.Conn
	origin string
}

// New is the dialer of an origin such as "https://shop.example".
func New(conn *bus.Conn, origin string) *Dialer { return &Dialer{conn, origin} }

// Connect opens a connection that lasts until ctx ends: what it sends is read
// from out (a stream of schemas.SocketFrame), which is closed in every case; what
// comes is read from in. The error says why there is none.
func (d *Dialer) Connect(ctx context.Context, q schemas.SocketRequest, out io.ReadCloser) (reply schemas.SocketReply, in io.ReadCloser, err error) {
	q.ID, q.Origin = bus.NewID(), d.origin
	if q.Out, err = d.conn.OfferBody(ctx, out, nil); err != nil {
		return reply, nil, err
	}
	reply, err = bus.Socket.Do(ctx, d.conn, nil, q)
	switch {
	case errors.Is(err, bus.ErrNoResponders):
		err = &schemas.Error{Code: schemas.CodeLost, Message: "no loader is running: nothing can reach the network"}
	case err == nil && reply.Error != nil:
		err = reply.Error
	}
	if err != nil {
		out.Close()
		return reply, nil, err
	}
	in, err = d.conn.OpenBody(ctx, reply.In)
	return reply, in, err
}
