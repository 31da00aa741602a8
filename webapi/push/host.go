package push

import (
	"context"

	"asterism/schemas"
)

// Host keeps an origin's push subscriptions. Its methods may block. A
// *schemas.Error with an Exception becomes that exception.
type Host interface {
	Push(ctx context.Context, ask schemas.PushAsk) (schemas.PushAnswer, error)
	// Permission is the state of a permission: "granted", "denied", "prompt".
	Permission(ctx context.Context, name string) (string, error)
}
