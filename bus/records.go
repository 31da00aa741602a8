package bus

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Records is a contract on a JetStream key-value bucket whose keys have several
// parts: records are read in groups and written in batches, all or nothing.
// [Bucket] is the simpler thing for one key at a time.
type Records[T any] struct {
	Name string
	Key  string // template, such as "{scope}.{cache}.{url}"
	Doc  string
}

// Record is one key's value.
type Record[T any] struct {
	Key      Params
	Value    T
	Revision uint64 // orders all writes of the bucket; 0: never written, or forgotten
	Deleted  bool
}

// Write is one record of a batch.
type Write[T any] struct {
	Key   Params
	Value *T // nil deletes
	// Revision is what the record's must still be; 0: it has none.
	Revision uint64
}

// Endpoint lists the bucket as an endpoint of s, for what a service that reads it
// reports: see [Meter.Report].
func (r Records[T]) Endpoint(s *Service) *Meter {
	return s.Endpoint(r.Name, r.subject(">"), "", r.Doc)
}

// Ledger is an open Records bucket.
type Ledger[T any] struct {
	r      Records[T]
	c      *Conn
	stream atomic.Pointer[jetstream.Stream]
}

// prefix of the subjects of a bucket, as every NATS client has it.
func (r Records[T]) subject(key string) string { return "$KV." + r.Name + "." + key }

// Open declares the bucket (idempotent); one that is there keeps its storage,
// and its replicas may grow. It waits for JetStream as long as ctx allows.
func (r Records[T]) Open(ctx context.Context, c *Conn) (*Ledger[T], error) {
	l := &Ledger[T]{r: r, c: c}
	if err := c.await(ctx, "bucket "+r.Name, l.declare); err != nil {
		return nil, err
	}
	return l, nil
}

// declare creates the bucket or brings it up to date. The stream is declared
// itself, because a bucket's configuration knows nothing of atomic batches.
func (l *Ledger[T]) declare(ctx context.Context) error {
	storage, err := l.c.cfg.storage()
	if err != nil {
		return err
	}
	want := jetstream.StreamConfig{
		Name: "KV_" + l.r.Name, Description: l.r.Doc, Subjects: []string{l.r.subject(">")},
		MaxMsgsPerSubject: 1, Discard: jetstream.DiscardNew, AllowRollup: true, DenyDelete: true,
		Storage: storage, Replicas: l.c.cfg.replicas(),
		AllowMsgTTL: true, AllowAtomicPublish: true,
		// A follower's answer to a direct get may be older than one's own write.
		AllowDirect: l.c.cfg.replicas() == 1,
	}
	stream, err := l.c.js.Stream(ctx, want.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		if stream, err = l.c.js.CreateStream(ctx, want); errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) {
			stream, err = l.c.js.Stream(ctx, want.Name) // someone was faster, with other settings
		}
	}
	if err != nil {
		return err
	}
	if have := stream.CachedInfo().Config; have.Replicas < want.Replicas || !have.AllowAtomicPublish || !have.AllowMsgTTL {
		want.Storage, want.Replicas = have.Storage, max(have.Replicas, want.Replicas)
		if stream, err = l.c.js.UpdateStream(ctx, want); err != nil {
			return err
		}
	}
	l.stream.Store(&stream)
	return nil
}

// key writes a record's key as NATS has it.
func (l *Ledger[T]) key(p Params) (string, error) {
	text, err := fill(l.r.Key, p)
	if err != nil {
		return "", fmt.Errorf("bus: key of %s: %w", l.r.Name, err)
	}
	return text, nil
}

// Get reads one record. What is not there is no error: it has Deleted set, and
// the revision that a Write has to name.
func (l *Ledger[T]) Get(ctx context.Context, p Params) (Record[T], error) {
	none := Record[T]{Key: p, Deleted: true}
	text, err := l.key(p)
	if err != nil {
		return none, err
	}
	m, err := (*l.stream.Load()).GetLastMsgForSubject(ctx, l.r.subject(text))
	switch {
	case errors.Is(err, jetstream.ErrMsgNotFound):
		return none, nil
	case err != nil:
		return none, l.explain("get", text, err)
	}
	return l.read(p, m.Header, m.Data, m.Sequence)
}

// read makes a record of a stored message.
func (l *Ledger[T]) read(p Params, h nats.Header, data []byte, rev uint64) (Record[T], error) {
	r := Record[T]{Key: p, Revision: rev, Deleted: h.Get(operation) != ""}
	if r.Deleted {
		return r, nil
	}
	var err error
	if r.Value, err = decode[T](data); err != nil {
		text, _ := l.key(p)
		l.c.malformed(l.r.subject(text), err)
		return r, l.explain("read", text, err)
	}
	return r, nil
}

// operation is the header by which a bucket's deletions are known.
const operation = "KV-Operation"

// explain puts the error of an operation into the package's terms.
func (l *Ledger[T]) explain(what, key string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("bus: %s %s in %s: %w", what, key, l.r.Name, err)
}

// Purge removes all records that p names, and every trace of them; p may leave
// placeholders out. Records of the revision before and later ones stay; 0: none
// does. It is not a write: Follow does not tell of it.
func (l *Ledger[T]) Purge(ctx context.Context, p Params, before uint64) error {
	text, err := pattern(l.r.Key, p)
	if err != nil {
		return err
	}
	opts := []jetstream.StreamPurgeOpt{jetstream.WithPurgeSubject(l.r.subject(text))}
	if before > 0 {
		opts = append(opts, jetstream.WithPurgeSequence(before))
	}
	return l.explain("purge", text, (*l.stream.Load()).Purge(ctx, opts...))
}
