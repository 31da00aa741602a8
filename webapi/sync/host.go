package sync

import (
	"context"

	"asterism/schemas"
)

// Host keeps an origin's sync registrations. Its method may block. A
// *schemas.Error with an Exception becomes that exception.
type Host interface {
	Sync(ctx context.Context, ask schemas.SyncAsk) (schemas.SyncTags, error)
}
