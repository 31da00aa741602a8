package functional

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// enqueue puts an event into the queue; it takes the place of what waits in the
// same slot ("": none does).
func (d *Desk) enqueue(ctx context.Context, slot string, f schemas.Functional) error {
	f.ID, f.At = bus.NewID(), time.Now().UTC()
	if slot == "" {
		slot = f.ID
	}
	return bus.Functionals.Publish(ctx, d.conn, bus.Params{"type": f.Type, "scope": f.Scope, "slot": slot}, f.ID, f)
}

// enqueueOnce is enqueue for an event that several constellations may put in: the
// same id is taken once.
func (d *Desk) enqueueOnce(ctx context.Context, id string, f schemas.Functional) error {
	f.ID, f.At = id, time.Now().UTC()
	return bus.Functionals.Publish(ctx, d.conn, bus.Params{"type": f.Type, "scope": f.Scope, "slot": id}, id, f)
}

// slotOf is the slot of a tag, which may be any text.
func slotOf(tag string) string {
	sum := sha256.Sum256([]byte(tag))
	return "t" + hex.EncodeToString(sum[:16])
}
