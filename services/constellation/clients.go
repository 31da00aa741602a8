package constellation

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// clients is a local copy of the Clients bucket.
type clients struct {
	table   *bus.Table[schemas.Client] // set before use
	changed func(was, is schemas.Client)

	mu   sync.RWMutex
	byID map[string]clientCopy

	seen bus.Progress // of the watch
}

type clientCopy struct {
	client   schemas.Client // zero when it has left
	revision uint64
	gone     time.Time // when it left; zero: it is there
}

// newClients makes an empty copy. changed hears of every client whose
// controller changed, that appeared (was is zero) or left (is is zero); it must
// not block.
func newClients(changed func(was, is schemas.Client)) *clients {
	return &clients{byID: map[string]clientCopy{}, changed: changed}
}

// observe takes a change that the watch tells. One it missed the details of (a
// deletion while the server was away) has the revision last known.
func (c *clients) observe(e bus.Entry[schemas.Client]) {
	c.mu.Lock()
	old := c.byID[e.Key]
	if old.revision > e.Revision || old.revision == e.Revision && !e.Deleted {
		c.mu.Unlock()
		return
	}
	is := schemas.Client{}
	if e.Deleted {
		c.byID[e.Key] = clientCopy{revision: e.Revision, gone: time.Now()}
	} else {
		is = e.Value
		c.byID[e.Key] = clientCopy{client: is, revision: e.Revision}
	}
	c.mu.Unlock()
	if controller(old.client) != controller(is) {
		c.changed(old.client, is)
	}
}

// forget drops the memory of clients that left long ago.
func (c *clients) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for id, e := range c.byID {
		if !e.gone.IsZero() && time.Since(e.gone) > memory {
			delete(c.byID, id)
		}
	}
}

// controller is who controls a client; zero for nobody.
func controller(c schemas.Client) schemas.WorkerRef {
	return schemas.WorkerRef{Scope: c.ControllerScope, Version: c.ControllerVersion}
}

// all is the clients that f takes: windows before workers, those that ever had
// the focus first, the latest one at the top, then by age.
//
// https://w3c.github.io/ServiceWorker/#clients-matchall step 2.6.4
func (c *clients) all(f func(schemas.Client) bool) []schemas.Client {
	c.mu.RLock()
	defer c.mu.RUnlock()
	found := []schemas.Client{}
	for _, e := range c.byID {
		if e.gone.IsZero() && f(e.client) {
			found = append(found, e.client)
		}
	}
	slices.SortFunc(found, func(a, b schemas.Client) int {
		order := func(c schemas.Client) int {
			switch {
			case c.Type != "window":
				return 2
			case !c.Focused && c.FocusedAt.IsZero():
				return 1
			}
			return 0
		}
		return cmp.Or(order(a)-order(b), b.FocusedAt.Compare(a.FocusedAt), a.Created.Compare(b.Created), strings.Compare(a.ID, b.ID))
	})
	return found
}

// any is true when a client that f takes is known here or, to be sure, in the
// bucket.
func (c *clients) any(ctx context.Context, f func(schemas.Client) bool) (bool, error) {
	if len(c.all(f)) > 0 {
		return true, nil
	}
	entries, err := c.table.All(ctx)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(entries, func(e bus.Entry[schemas.Client]) bool { return f(e.Value) }), nil
}

// modify changes a client's entry; f returns false to leave it. True: it was
// changed. A client that has left is left alone.
func (c *clients) modify(ctx context.Context, id string, f func(*schemas.Client) bool) (schemas.Client, bool, error) {
	changed := false
	e, err := c.table.Modify(ctx, id, func(v *schemas.Client) bool {
		changed = f(v)
		return changed
	})
	if err != nil {
		return schemas.Client{}, false, err
	}
	if changed {
		c.observe(e)
	}
	return e.Value, changed, nil
}
