package roster

import (
	"context"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// Announce keeps this instance in the Members bucket until ctx ends, then
// withdraws it and returns nil. member says what to announce, and is called
// before each renewal; its ID must not change.
func Announce(ctx context.Context, conn *bus.Conn, member func() schemas.Member) error {
	return NewAnnouncement(conn, member).Run(ctx)
}

// Announcement is one instance's entry in the Members bucket.
type Announcement struct {
	conn   *bus.Conn
	member func() schemas.Member
	again  chan struct{} // has an element when Refresh was called
	posted chan struct{} // closed once announced
}

// NewAnnouncement prepares an announcement; Run makes it.
func NewAnnouncement(conn *bus.Conn, member func() schemas.Member) *Announcement {
	return &Announcement{conn: conn, member: member, again: make(chan struct{}, 1), posted: make(chan struct{})}
}

// Posted is closed once the instance is in the bucket.
func (a *Announcement) Posted() <-chan struct{} { return a.posted }

// Refresh announces anew at once, because something changed that others should
// know: draining, above all.
func (a *Announcement) Refresh() {
	select {
	case a.again <- struct{}{}:
	default:
	}
}

// withdrawal bounds how long Run takes to withdraw at its end.
const withdrawal = 2 * time.Second

// Run announces, renews every third of the bucket's TTL and after a reconnect,
// and withdraws when ctx ends (nil).
func (a *Announcement) Run(ctx context.Context) error {
	table, err := bus.Members.Open(ctx, a.conn)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	id := a.member().ID
	defer func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), withdrawal)
		defer cancel()
		_ = table.Delete(last, id, 0) // it expires by itself otherwise
	}()
	ticker := time.NewTicker(bus.Members.TTL / 3)
	defer ticker.Stop()
	for first := true; ; {
		restored := a.conn.Reconnected()
		if a.put(ctx, table, id) == nil && first {
			close(a.posted)
			first = false
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		case <-a.again:
		case <-restored:
		}
	}
}

// put writes the entry; when it cannot, because the server is away, the next
// round does.
func (a *Announcement) put(ctx context.Context, table *bus.Table[schemas.Member], id string) error {
	ctx, cancel := context.WithTimeout(ctx, bus.Members.TTL/3)
	defer cancel()
	_, err := table.Put(ctx, id, a.member())
	return err
}
