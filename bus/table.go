package bus

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Table is an open bucket.
type Table[T any] struct {
	bucket Bucket[T]
	c      *Conn
	kv     atomic.Pointer[jetstream.KeyValue]
}

// Entry is one key's value.
type Entry[T any] struct {
	Key      string // as given to Put: for scope buckets, the scope URL
	Value    T
	Revision uint64
	Deleted  bool // in a watch: deleted or expired
}

// Get reads a key; ErrNotFound when it has no value.
func (t *Table[T]) Get(ctx context.Context, key string) (Entry[T], error) {
	text, err := t.bucket.encodeKey(key)
	if err != nil {
		return Entry[T]{}, err
	}
	found, err := (*t.kv.Load()).Get(ctx, text)
	if err != nil {
		return Entry[T]{}, t.explain("get", key, err)
	}
	v, err := decode[T](found.Value())
	if err != nil {
		t.c.malformed("$KV."+t.bucket.Name+"."+text, err)
		return Entry[T]{}, t.explain("get", key, err)
	}
	return Entry[T]{Key: key, Value: v, Revision: found.Revision()}, nil
}

// Put writes a key whatever it holds and gives the new revision.
func (t *Table[T]) Put(ctx context.Context, key string, v T) (uint64, error) {
	return t.write(ctx, "put", key, v, func(kv jetstream.KeyValue, text string, data []byte) (uint64, error) {
		return kv.Put(ctx, text, data)
	})
}

// Create writes a key that has no value; ErrConflict when it has one.
func (t *Table[T]) Create(ctx context.Context, key string, v T) (uint64, error) {
	return t.write(ctx, "create", key, v, func(kv jetstream.KeyValue, text string, data []byte) (uint64, error) {
		return kv.Create(ctx, text, data)
	})
}

// Update writes a key whose revision is still rev; ErrConflict when it is not.
func (t *Table[T]) Update(ctx context.Context, key string, v T, rev uint64) (uint64, error) {
	return t.write(ctx, "update", key, v, func(kv jetstream.KeyValue, text string, data []byte) (uint64, error) {
		return kv.Update(ctx, text, data, rev)
	})
}

func (t *Table[T]) write(ctx context.Context, what, key string, v T, f func(jetstream.KeyValue, string, []byte) (uint64, error)) (uint64, error) {
	text, err := t.bucket.encodeKey(key)
	if err != nil {
		return 0, err
	}
	data, err := encode(v)
	if err != nil {
		return 0, err
	}
	if len(data) > t.c.MaxPayload() {
		return 0, tooLarge(t.bucket.Name, len(data), t.c.MaxPayload())
	}
	rev, err := f(*t.kv.Load(), text, data)
	if errors.Is(err, jetstream.ErrNoStreamResponse) { // a server that keeps nothing was restarted
		if err = t.declare(ctx); err == nil {
			rev, err = f(*t.kv.Load(), text, data)
		}
	}
	return rev, t.explain(what, key, err)
}

// Delete removes a key; with rev not 0, only when that is still its revision
// (ErrConflict otherwise). Deleting what is not there is no error.
func (t *Table[T]) Delete(ctx context.Context, key string, rev uint64) error {
	text, err := t.bucket.encodeKey(key)
	if err != nil {
		return err
	}
	var opts []jetstream.KVDeleteOpt
	if rev != 0 {
		opts = append(opts, jetstream.LastRevision(rev))
	}
	return t.explain("delete", key, (*t.kv.Load()).Delete(ctx, text, opts...))
}

// Modify reads, calls f and writes back with compare-and-set, again after a
// conflict. f returns false to leave the entry as it is. A missing key is
// ErrNotFound. It renews the TTL.
func (t *Table[T]) Modify(ctx context.Context, key string, f func(*T) bool) (Entry[T], error) {
	for {
		e, err := t.Get(ctx, key)
		if err != nil {
			return e, err
		}
		if !f(&e.Value) {
			return e, nil
		}
		rev, err := t.Update(ctx, key, e.Value, e.Revision)
		if err == nil {
			e.Revision = rev
			return e, nil
		}
		if !errors.Is(err, ErrConflict) {
			return e, err
		}
		if !GiveWay(ctx) {
			return e, ctx.Err()
		}
	}
}

// GiveWay lets another writer go first, after ErrConflict; false when ctx ends.
func GiveWay(ctx context.Context) bool { return pause(ctx, rand.N(5*time.Millisecond)) }

// explain puts the error of an operation into the package's terms.
func (t *Table[T]) explain(what, key string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, jetstream.ErrKeyNotFound), errors.Is(err, jetstream.ErrKeyDeleted):
		return ErrNotFound
	case errors.Is(err, jetstream.ErrKeyExists), errors.Is(err, jetstream.ErrKeyRevisionMismatch):
		return ErrConflict
	default:
		return fmt.Errorf("bus: %s %s in %s: %w", what, key, t.bucket.Name, err)
	}
}

// Last is the revision of the last write to the bucket, deletions included; 0:
// nothing has been written.
func (t *Table[T]) Last(ctx context.Context) (uint64, error) {
	status, err := (*t.kv.Load()).Status(ctx)
	if err != nil {
		return 0, t.explain("status", "all", err)
	}
	stream, ok := status.(*jetstream.KeyValueBucketStatus)
	if !ok {
		return 0, t.explain("status", "all", errors.New("the client library gives no stream"))
	}
	return stream.StreamInfo().State.LastSeq, nil
}
