package bus

import (
	"context"
	"time"

	"asterism/schemas"
)

// Queue is a contract on a JetStream work-queue stream whose messages one
// consumer at a time handles (a pinned consumer).
type Queue[T any] struct {
	Name    string // also names the stream
	Subject string
	Doc     string
}

// Bucket is a contract on a JetStream key-value bucket.
type Bucket[T any] struct {
	Name string
	Key  string        // template; "{scope}" keys use the scope encoding
	TTL  time.Duration // entries vanish (and watchers are told) unless renewed
	Doc  string
}

// Objects is a contract on a JetStream object store of immutable blobs, keyed
// by SHA-256 (hex).
type Objects struct {
	Name string
	Doc  string
}

// ---- what follows are signatures to be implemented in files of their own ----

// Publish stores v; id makes publishing again harmless.
func (q Queue[T]) Publish(ctx context.Context, c *Conn, p Params, id string, v T) error {
	panic("bus: not built")
}

// Consume hands messages to h while this process is the pinned one, and blocks
// until ctx ends. h must end by calling exactly one of d.Ack, d.Nak, d.Term; it
// may do so later, from another goroutine. Unacknowledged ones are redelivered
// to whoever is pinned next.
func (q Queue[T]) Consume(ctx context.Context, c *Conn, h func(d *Delivery[T])) error {
	panic("bus: not built")
}

type Delivery[T any] struct {
	Value  T
	Params Params
}

func (d *Delivery[T]) Ack() error                    { panic("bus: not built") }
func (d *Delivery[T]) Nak(delay time.Duration) error { panic("bus: not built") }
func (d *Delivery[T]) Term(reason string) error      { panic("bus: not built") }
func (d *Delivery[T]) InProgress() error             { panic("bus: not built") }

// Open declares the bucket (idempotent) and returns it.
func (b Bucket[T]) Open(ctx context.Context, c *Conn) (*Table[T], error) { panic("bus: not built") }

// Table is an open bucket.
type Table[T any] struct{}

type Entry[T any] struct {
	Key      string // as given to Put: for scope buckets, the scope URL
	Value    T
	Revision uint64
	Deleted  bool // in a watch: deleted or expired
}

var (
	ErrNotFound error // the key has no value
	ErrConflict error // compare-and-set lost
)

func (t *Table[T]) Get(ctx context.Context, key string) (Entry[T], error)    { panic("bus: not built") }
func (t *Table[T]) Put(ctx context.Context, key string, v T) (uint64, error) { panic("bus: not built") }
func (t *Table[T]) Create(ctx context.Context, key string, v T) (uint64, error) {
	panic("bus: not built")
}
func (t *Table[T]) Update(ctx context.Context, key string, v T, rev uint64) (uint64, error) {
	panic("bus: not built")
}
func (t *Table[T]) Delete(ctx context.Context, key string, rev uint64) error { panic("bus: not built") }
func (t *Table[T]) All(ctx context.Context) ([]Entry[T], error)              { panic("bus: not built") }

// Modify reads, calls f and writes back with compare-and-set, again after a
// conflict. f returns false to leave the entry as it is. A missing key is
// ErrNotFound. It renews the TTL.
func (t *Table[T]) Modify(ctx context.Context, key string, f func(*T) bool) (Entry[T], error) {
	panic("bus: not built")
}

// Watch calls f with every entry there is, then ready once, then f with every
// change, in order, until ctx ends. It survives reconnects. A value that does
// not follow its schema is reported as an advisory and passed over.
func (t *Table[T]) Watch(ctx context.Context, ready func(), f func(Entry[T])) error {
	panic("bus: not built")
}

// Open declares the store (idempotent).
func (o Objects) Open(ctx context.Context, c *Conn) (*Store, error) { panic("bus: not built") }

// Store is an open object store.
type Store struct{}

// Put stores data and returns its SHA-256 (hex). Putting it again is cheap.
func (s *Store) Put(ctx context.Context, data []byte) (string, error) { panic("bus: not built") }

// Get returns the bytes, checked against the hash. ErrNotFound when missing.
func (s *Store) Get(ctx context.Context, hash string) ([]byte, error) { panic("bus: not built") }

var _ = schemas.Error{}
