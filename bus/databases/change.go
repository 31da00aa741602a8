package databases

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// Change is the right to change one database.
type Change struct {
	*Snapshot // what there is
	s         *Store
	name      []byte
	id        string
	rev       uint64 // of the head that says we hold it
	done      func()
	once      sync.Once
}

// Begin waits until nobody else changes the database, and holds it: what it is
// then, as Read gives it, and the way to change it.
func (s *Store) Begin(ctx context.Context, name []byte) (*schemas.Database, map[int][]schemas.DatabaseRecord, interface {
	Commit(ctx context.Context, head *schemas.Database, puts []schemas.DatabaseRecord) error
	Abort(ctx context.Context) error
}, error) {
	c, err := s.begin(ctx, name)
	if err != nil {
		return nil, nil, nil, err
	}
	return c.Head, c.Records, c, nil
}

func (s *Store) begin(ctx context.Context, name []byte) (*Change, error) {
	done, err := s.d.turn(ctx, s.origin+" "+string(name))
	if err != nil {
		return nil, err
	}
	c := &Change{s: s, name: name, id: bus.NewID(), done: done}
	if err := c.hold(ctx); err != nil {
		done()
		return nil, err
	}
	return c, nil
}

func (c *Change) hold(ctx context.Context) error {
	opening, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	l, err := c.s.d.open(opening)
	if err != nil {
		return err
	}
	for {
		step, cancel := context.WithTimeout(ctx, patience)
		err := c.tryHold(step, l)
		cancel()
		if err == nil && c.Head == nil {
			return c.room(ctx, l)
		}
		if !errors.Is(err, bus.ErrConflict) {
			return err
		}
		if !bus.GiveWay(ctx) {
			return context.Cause(ctx)
		}
	}
}

// room lets go of a database that is yet to be made when the origin has as many
// as it may. Those that others are about to make count too.
func (c *Change) room(ctx context.Context, l *bus.Ledger[schemas.DatabaseRecord]) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	heads, err := l.List(ctx, bus.Params{"scope": c.s.origin + "/", "store": "head"})
	if err != nil {
		return errors.Join(err, c.letGo(ctx))
	}
	count, now := 0, time.Now().UnixMilli()
	for _, r := range heads {
		if h := r.Value.Head; h != nil && (h.Version > 0 || h.Until > now) {
			count++
		}
	}
	if count > MaxOrigin {
		return errors.Join(errTooLarge("the origin has %d databases already, and may not have more", MaxOrigin), c.letGo(ctx))
	}
	return nil
}

// tryHold is ErrConflict while somebody else holds the database.
func (c *Change) tryHold(ctx context.Context, l *bus.Ledger[schemas.DatabaseRecord]) error {
	snap, err := c.s.load(ctx, l, c.name)
	if err != nil {
		return err
	}
	head := schemas.Database{Name: c.name}
	now := time.Now()
	if snap.rev > 0 {
		r, err := l.Get(ctx, c.s.head(c.name))
		switch {
		case err != nil:
			return err
		case r.Revision != snap.rev:
			return bus.ErrConflict
		case r.Value.Head != nil:
			head = *r.Value.Head
		}
		if head.Holder != "" && now.UnixMilli() < head.Until {
			return bus.ErrConflict
		}
	}
	head.Holder, head.Until = c.id, now.Add(hold).UnixMilli()
	c.rev, err = l.Commit(ctx, []bus.Write[schemas.DatabaseRecord]{{Key: c.s.head(c.name), Value: &schemas.DatabaseRecord{Head: &head}, Revision: snap.rev}})
	if err != nil {
		return err
	}
	held := *snap
	held.rev = c.rev
	c.Snapshot = &held
	c.s.d.keep(c.s.origin, c.name, &held)
	return nil
}

// Put is a change of one record; Record.Value nil deletes it.
type Put = schemas.DatabaseRecord

// Commit writes the changes, all or nothing, and lets go of the database. head is
// what it is then; nil: the database is deleted.
func (c *Change) Commit(ctx context.Context, head *schemas.Database, puts []Put) error {
	defer c.once.Do(c.done)
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if len(puts) >= bus.MaxBatch {
		return errors.Join(errTooLarge("one transaction changes %d records; at most %d are possible: use several", len(puts), bus.MaxBatch-1), c.letGo(ctx))
	}
	l, err := c.s.d.open(ctx)
	if err != nil {
		return err
	}
	size := c.size
	var writes []bus.Write[schemas.DatabaseRecord]
	next := &Snapshot{Records: map[int][]schemas.DatabaseRecord{}, revs: map[string]uint64{}}
	gone := map[string]bool{}
	for _, p := range puts {
		at := item(p.Store, p.Key)
		gone[at] = true
		w := bus.Write[schemas.DatabaseRecord]{Key: c.s.key(c.name, strconv.Itoa(p.Store), token(p.Key)), Revision: c.revs[at]}
		if p.Value != nil {
			w.Value = &p
			size += int64(len(p.Key) + len(p.Value))
			if len(p.Value) > c.s.d.conn.MaxPayload()/2 {
				return errors.Join(errTooLarge("a value of %d bytes is too long: at most %d are possible", len(p.Value), c.s.d.conn.MaxPayload()/2), c.letGo(ctx))
			}
		} else if w.Revision == 0 {
			continue
		}
		writes = append(writes, w)
	}
	if size > MaxSize {
		return errors.Join(errTooLarge("the database would hold %d bytes; at most %d are possible", size, MaxSize), c.letGo(ctx))
	}
	last := bus.Write[schemas.DatabaseRecord]{Key: c.s.head(c.name), Revision: c.rev}
	if head != nil {
		free := *head
		free.Holder, free.Until = "", 0
		next.Head = &free
		last.Value = &schemas.DatabaseRecord{Head: &free}
	}
	writes = append(writes, last)
	rev, err := l.Commit(ctx, writes)
	if errors.Is(err, bus.ErrConflict) {
		return errLost
	}
	if err != nil {
		return err
	}
	for _, records := range c.Records {
		for _, r := range records {
			if at := item(r.Store, r.Key); !gone[at] {
				next.add(r, c.revs[at])
			}
		}
	}
	for i, w := range writes[:len(writes)-1] {
		if w.Value != nil {
			next.add(*w.Value, rev-uint64(len(writes)-1-i))
		}
	}
	next.rev = rev
	c.s.d.keep(c.s.origin, c.name, next)
	if head == nil {
		return l.Purge(ctx, bus.Params{"scope": c.s.origin + "/", "database": token(c.name)}, rev)
	}
	return nil
}

// Abort lets go of the database without a change.
func (c *Change) Abort(ctx context.Context) error {
	defer c.once.Do(c.done)
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return c.letGo(ctx)
}

func (c *Change) letGo(ctx context.Context) error {
	l, err := c.s.d.open(ctx)
	if err != nil {
		return err
	}
	w := bus.Write[schemas.DatabaseRecord]{Key: c.s.head(c.name), Revision: c.rev}
	if c.Head != nil {
		free := *c.Head
		free.Holder, free.Until = "", 0
		w.Value = &schemas.DatabaseRecord{Head: &free}
	}
	rev, err := l.Commit(ctx, []bus.Write[schemas.DatabaseRecord]{w})
	if errors.Is(err, bus.ErrConflict) {
		return nil // somebody else has taken it
	}
	if err == nil {
		free := *c.Snapshot
		free.rev = rev
		c.s.d.keep(c.s.origin, c.name, &free)
	}
	return err
}
