package connect

import "context"

// Host reaches the workers of all origins.
type Host interface {
	// Connect asks the worker that holds a URL, which is of an origin and has no
	// fragment, for a connection with this realm's origin. It gives a structured
	// clone with the port transferred. Every error is a refusal. It may block.
	Connect(ctx context.Context, url, origin string) (port []byte, err error)
}
