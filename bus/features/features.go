// Package features asks, over the bus, for what the powerful features of a
// document or worker need: push, background sync, notifications, cookies,
// permissions, connections. It implements the Host interfaces of their packages in webapi.
package features

import (
	"context"

	"asterism/bus"
	"asterism/schemas"
)

// Features is what one realm asks with. It is safe for concurrent use.
type Features struct {
	conn    *bus.Conn
	origin  string
	blocked func(func())
}

// New makes the features of an origin's realm. blocked runs what makes the
// realm's loop wait for an answer.
func New(conn *bus.Conn, origin string, blocked func(func())) *Features {
	return &Features{conn: conn, origin: origin, blocked: blocked}
}

// Push subscribes to push messages, reads or ends a subscription.
func (f *Features) Push(ctx context.Context, q schemas.PushAsk) (schemas.PushAnswer, error) {
	return bus.Push.Do(ctx, f.conn, nil, q)
}

// Sync registers, lists and unregisters sync tags.
func (f *Features) Sync(ctx context.Context, q schemas.SyncAsk) (schemas.SyncTags, error) {
	return bus.SyncCall.Do(ctx, f.conn, nil, q)
}

// Notify shows, lists and ends notifications.
func (f *Features) Notify(ctx context.Context, q schemas.NotificationAsk) (schemas.Notifications, error) {
	return bus.Notify.Do(ctx, f.conn, nil, q)
}

// Cookies reads and writes cookies.
func (f *Features) Cookies(ctx context.Context, q schemas.CookieAsk) (schemas.CookieReply, error) {
	return bus.Cookies.Do(ctx, f.conn, nil, q)
}

// CookieInterest changes or reads what a registration wants to hear of.
func (f *Features) CookieInterest(ctx context.Context, q schemas.CookieInterestAsk) (schemas.CookieInterests, error) {
	return bus.CookieInterest.Do(ctx, f.conn, nil, q)
}

// PermissionNow is the state of a permission, for which the loop waits. When
// nobody can be asked it is "denied".
func (f *Features) PermissionNow(name string) string {
	state := "denied"
	f.blocked(func() {
		if s, err := f.Permission(context.Background(), name); err == nil {
			state = s
		}
	})
	return state
}

// Connect asks the worker that holds a URL of an origin for a port.
func (f *Features) Connect(ctx context.Context, url, origin string) ([]byte, error) {
	reply, err := bus.ConnectTo.Do(ctx, f.conn, bus.Params{"scope": origin + "/"}, schemas.ConnectAsk{URL: url, Origin: f.origin})
	return reply.Port, err
}

// Permission is the state of a permission.
func (f *Features) Permission(ctx context.Context, name string) (string, error) {
	a, err := bus.Permission.Do(ctx, f.conn, nil, schemas.PermissionAsk{Origin: f.origin, Name: name})
	return a.State, err
}
