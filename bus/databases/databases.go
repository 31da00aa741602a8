// Package databases keeps IndexedDB databases on the bus, for the whole cluster.
//
// A database is a head, which knows its object stores, and a record for each of
// its objects. Whoever changes it holds it: the head says who and until when.
// What is changed is one atomic batch with compare-and-set on the head, so a
// change is seen whole or not at all, and one whose time has run out fails.
//
// A process keeps the databases it lately used in memory, whole; the head's
// revision says whether that is still right. So a database is for thousands of
// records, not millions: at most [MaxSize] bytes.
package databases

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// MaxSize is how many bytes of keys and values one database may hold; MaxOrigin
// is how many databases an origin may have.
const (
	MaxSize   = 64 << 20
	MaxOrigin = 100
)

// hold is how long a database is held without a sign of life.
const hold = 30 * time.Second

// Snapshot is a database as of one moment. It is not to be written to.
type Snapshot struct {
	Head    *schemas.Database // nil: it does not exist
	Records map[int][]schemas.DatabaseRecord
	rev     uint64            // of the head
	revs    map[string]uint64 // of the records, by token
	size    int64
}

// Databases is a process's way to all databases.
type Databases struct {
	conn *bus.Conn

	mu     sync.Mutex
	ledger *bus.Ledger[schemas.DatabaseRecord]
	held   map[string]*Snapshot // by origin and name
	turns  map[string]chan struct{}
}

// New does no I/O.
func New(conn *bus.Conn) *Databases {
	return &Databases{conn: conn, held: map[string]*Snapshot{}, turns: map[string]chan struct{}{}}
}

func (d *Databases) open(ctx context.Context) (_ *bus.Ledger[schemas.DatabaseRecord], err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ledger == nil {
		d.ledger, err = bus.Databases.Open(ctx, d.conn)
	}
	return d.ledger, err
}

// Origin is the databases of an origin such as "https://shop.example".
func (d *Databases) Origin(origin string) *Store { return &Store{d, origin} }

// Store is one origin's databases.
type Store struct {
	d      *Databases
	origin string
}

func token(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

func (s *Store) key(name []byte, store, item string) bus.Params {
	return bus.Params{"scope": s.origin + "/", "database": token(name), "store": store, "item": item}
}

func (s *Store) head(name []byte) bus.Params { return s.key(name, "head", "head") }

// patience is how long one question to the store may take.
const patience = 10 * time.Second

// List is the origin's databases.
func (s *Store) List(ctx context.Context) ([]schemas.Database, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	l, err := s.d.open(ctx)
	if err != nil {
		return nil, err
	}
	records, err := l.List(ctx, bus.Params{"scope": s.origin + "/", "store": "head"})
	var all []schemas.Database
	for _, r := range records {
		if h := r.Value.Head; h != nil && h.Version > 0 {
			all = append(all, *h)
		}
	}
	return all, err
}

// Read is the database of that name as it is now: a nil head when there is none,
// and the records by store, which are not to be written to.
func (s *Store) Read(ctx context.Context, name []byte) (*schemas.Database, map[int][]schemas.DatabaseRecord, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	l, err := s.d.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	snap, err := s.load(ctx, l, name)
	if err != nil {
		return nil, nil, err
	}
	return snap.Head, snap.Records, nil
}

func (s *Store) load(ctx context.Context, l *bus.Ledger[schemas.DatabaseRecord], name []byte) (*Snapshot, error) {
	for {
		head, err := l.Get(ctx, s.head(name))
		if err != nil {
			return nil, err
		}
		if have := s.d.kept(s.origin, name); have != nil && have.rev == head.Revision {
			return have, nil
		}
		records, err := l.List(ctx, bus.Params{"scope": s.origin + "/", "database": token(name)})
		if err != nil {
			return nil, err
		}
		snap := &Snapshot{Records: map[int][]schemas.DatabaseRecord{}, revs: map[string]uint64{}, rev: head.Revision}
		changed := !head.Deleted
		for _, r := range records {
			if h := r.Value.Head; h != nil {
				changed = r.Revision != head.Revision
				snap.Head = h
				continue
			}
			snap.add(r.Value, r.Revision)
		}
		if changed { // while the records were read
			if !bus.GiveWay(ctx) {
				return nil, ctx.Err()
			}
			continue
		}
		if snap.Head != nil && snap.Head.Version == 0 {
			snap.Head = nil // held, and nothing else yet
		}
		s.d.keep(s.origin, name, snap)
		return snap, nil
	}
}

func (n *Snapshot) add(r schemas.DatabaseRecord, rev uint64) {
	n.Records[r.Store] = append(n.Records[r.Store], r)
	n.revs[item(r.Store, r.Key)] = rev
	n.size += int64(len(r.Key) + len(r.Value))
}

func item(store int, key []byte) string { return strconv.Itoa(store) + "." + token(key) }

func (d *Databases) kept(origin string, name []byte) *Snapshot {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.held[origin+" "+string(name)]
}

// keep keeps a snapshot in memory, unless that is too much.
func (d *Databases) keep(origin string, name []byte, snap *Snapshot) {
	d.mu.Lock()
	defer d.mu.Unlock()
	total := snap.size
	for key, have := range d.held {
		if total += have.size + 1024; total > 2*MaxSize {
			delete(d.held, key)
		}
	}
	d.held[origin+" "+string(name)] = snap
}

// turn waits until nobody in this process changes the database.
func (d *Databases) turn(ctx context.Context, key string) (func(), error) {
	d.mu.Lock()
	turn := d.turns[key]
	if turn == nil {
		turn = make(chan struct{}, 1)
		d.turns[key] = turn
	}
	d.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

var errTooLarge = func(format string, args ...any) error {
	return &schemas.Error{Code: schemas.CodeLimit, Exception: "QuotaExceededError", Message: fmt.Sprintf(format, args...)}
}

var errLost = errors.New("the change took too long, and somebody else has begun one")
