package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Bucket is a contract on a JetStream key-value bucket.
type Bucket[T any] struct {
	Name string
	Key  string        // template; "{scope}" keys use the scope encoding
	TTL  time.Duration // entries vanish (and watchers are told) unless renewed; at least a second
	Doc  string
}

var (
	ErrNotFound = errors.New("bus: not found")                                      // the key has no value
	ErrConflict = errors.New("bus: someone else wrote first: read again and retry") // compare-and-set lost
)

// markerTTL is how long a bucket with a TTL remembers what expired, for
// watchers that were away.
const markerTTL = time.Minute

// Open declares the bucket (idempotent) and returns it. One that is there keeps
// its storage; its TTL is set to the contract's, and its replicas may grow. It
// waits for JetStream as long as ctx allows.
func (b Bucket[T]) Open(ctx context.Context, c *Conn) (*Table[T], error) {
	t := &Table[T]{bucket: b, c: c}
	err := c.await(ctx, "bucket "+b.Name, func(ctx context.Context) error { return t.declare(ctx) })
	if err != nil {
		return nil, err
	}
	return t, nil
}

// declare creates the bucket or brings it up to date.
func (t *Table[T]) declare(ctx context.Context) error {
	storage, err := t.c.cfg.storage()
	if err != nil {
		return err
	}
	want := jetstream.KeyValueConfig{
		Bucket: t.bucket.Name, Description: t.bucket.Doc, History: 1,
		TTL: t.bucket.TTL, Storage: storage, Replicas: t.c.cfg.replicas(),
	}
	if want.TTL > 0 {
		want.LimitMarkerTTL = markerTTL
	}
	kv, err := t.c.js.KeyValue(ctx, want.Bucket)
	if errors.Is(err, jetstream.ErrBucketNotFound) {
		if kv, err = t.c.js.CreateKeyValue(ctx, want); errors.Is(err, jetstream.ErrBucketExists) {
			kv, err = t.c.js.KeyValue(ctx, want.Bucket) // someone was faster, with other settings
		}
	}
	if err != nil {
		return err
	}
	have, err := kv.Status(ctx)
	if err != nil {
		return err
	}
	if cfg := have.Config(); cfg.TTL != want.TTL || cfg.LimitMarkerTTL != want.LimitMarkerTTL || cfg.Replicas < want.Replicas {
		want.Storage, want.Replicas = cfg.Storage, max(cfg.Replicas, want.Replicas)
		if kv, err = t.c.js.UpdateKeyValue(ctx, want); err != nil {
			return err
		}
	}
	t.kv.Store(&kv)
	return nil
}

// name is the one placeholder of a key template.
func (b Bucket[T]) name() string { return strings.Trim(b.Key, "{}") }

// encodeKey writes a key as NATS has it.
func (b Bucket[T]) encodeKey(key string) (string, error) {
	text, err := value(b.name(), Params{b.name(): key}, false)
	if err != nil {
		return "", fmt.Errorf("bus: key of %s: %w", b.Name, err)
	}
	return text, nil
}

// decodeKey is its inverse.
func (b Bucket[T]) decodeKey(text string) (string, error) {
	if b.name() == "scope" {
		return DecodeScope(text)
	}
	return text, checkToken(text)
}
