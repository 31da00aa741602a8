package websocket

import (
	"context"
	"io"

	"asterism/schemas"
)

// Host opens connections for the realms of an origin.
type Host interface {
	// Connect opens a connection, which lasts until ctx ends. It fills in the
	// request's ID, Origin and Out. What the script sends is read from out, which
	// the host closes; what comes is read from in. It runs on a goroutine of its
	// own. The error says why there is no connection.
	Connect(ctx context.Context, q schemas.SocketRequest, out io.ReadCloser) (reply schemas.SocketReply, in io.ReadCloser, err error)
}
