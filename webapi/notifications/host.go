package notifications

import (
	"context"

	"asterism/schemas"
)

// Host shows and keeps an origin's notifications. A *schemas.Error with an
// Exception becomes that exception.
type Host interface {
	// Notify may block.
	Notify(ctx context.Context, ask schemas.NotificationAsk) (schemas.Notifications, error)
	// PermissionNow is the state of a permission, called on the loop: "granted",
	// "denied", "prompt".
	PermissionNow(name string) string
	// Permission is the same, and may block.
	Permission(ctx context.Context, name string) (string, error)
}
