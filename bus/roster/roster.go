package roster

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"asterism/bus"
	"asterism/schemas"
)

// Roster is a local copy of the Members bucket. It is empty until Run has read
// it; Ready tells.
type Roster struct {
	conn  *bus.Conn
	view  atomic.Pointer[view]
	ready chan struct{}
	once  sync.Once // closes ready
}

// view is an immutable state of the roster; lists are sorted by ID.
type view struct {
	all     []schemas.Member
	live    map[string][]schemas.Member // by kind, without draining ones
	byID    map[string]schemas.Member
	changed chan struct{} // closed when a later view replaces it
}

// New makes a roster of what conn sees. It does nothing until Run.
func New(conn *bus.Conn) *Roster {
	r := &Roster{conn: conn, ready: make(chan struct{})}
	r.view.Store(makeView(nil))
	return r
}

// Run follows the bucket until ctx ends (nil).
func (r *Roster) Run(ctx context.Context) error {
	table, err := bus.Members.Open(ctx, r.conn)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	members := map[string]schemas.Member{}
	ready := false
	return table.Watch(ctx, func() {
		ready = true
		r.publish(members)
		r.once.Do(func() { close(r.ready) })
	}, func(e bus.Entry[schemas.Member]) {
		if e.Deleted {
			delete(members, e.Key)
		} else {
			members[e.Key] = e.Value
		}
		if ready {
			r.publish(members)
		}
	})
}

// Ready is closed once the roster holds what the bucket holds.
func (r *Roster) Ready() <-chan struct{} { return r.ready }

// Live is the members of a kind ("manager", "loader", …) that take new work, in
// the order of their IDs. The list is shared: do not change it.
func (r *Roster) Live(kind string) []schemas.Member { return r.view.Load().live[kind] }

// All is every member, draining ones too, in the order of their IDs. The list
// is shared: do not change it.
func (r *Roster) All() []schemas.Member { return r.view.Load().all }

// Get is the member with an ID.
func (r *Roster) Get(id string) (schemas.Member, bool) {
	m, ok := r.view.Load().byID[id]
	return m, ok
}

// Changed is closed at the next change: take it, look, then wait.
func (r *Roster) Changed() <-chan struct{} { return r.view.Load().changed }

func (r *Roster) publish(members map[string]schemas.Member) {
	old := r.view.Swap(makeView(members))
	close(old.changed)
}

func makeView(members map[string]schemas.Member) *view {
	v := &view{live: map[string][]schemas.Member{}, byID: map[string]schemas.Member{}, changed: make(chan struct{})}
	for id, m := range members {
		v.byID[id] = m
		v.all = append(v.all, m)
	}
	slices.SortFunc(v.all, func(a, b schemas.Member) int { return cmp.Compare(a.ID, b.ID) })
	for _, m := range v.all {
		if !m.Draining {
			v.live[m.Kind] = append(v.live[m.Kind], m)
		}
	}
	return v
}
