package bus

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"asterism/schemas"
)

// Objects is a contract on a JetStream object store of immutable blobs, keyed
// by SHA-256 (hex).
type Objects struct {
	Name string
	Doc  string
}

// Open declares the store (idempotent); one that is there is taken as it is. It
// waits for JetStream as long as ctx allows.
func (o Objects) Open(ctx context.Context, c *Conn) (*Store, error) {
	s := &Store{o: o, c: c}
	err := c.await(ctx, "object store "+o.Name, func(ctx context.Context) (err error) {
		s.obj, err = o.declare(ctx, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (o Objects) declare(ctx context.Context, c *Conn) (jetstream.ObjectStore, error) {
	storage, err := c.cfg.storage()
	if err != nil {
		return nil, err
	}
	obj, err := c.js.ObjectStore(ctx, o.Name)
	if !errors.Is(err, jetstream.ErrBucketNotFound) {
		return obj, err
	}
	obj, err = c.js.CreateObjectStore(ctx, jetstream.ObjectStoreConfig{
		Bucket: o.Name, Description: o.Doc, Storage: storage, Replicas: c.cfg.replicas(),
	})
	if errors.Is(err, jetstream.ErrBucketExists) {
		return c.js.ObjectStore(ctx, o.Name) // someone was faster
	}
	return obj, err
}

// Store is an open object store.
type Store struct {
	o   Objects
	c   *Conn
	obj jetstream.ObjectStore // knows names only, so it outlives the store
}

// Put stores data and returns its SHA-256 (hex). Putting it again is cheap.
func (s *Store) Put(ctx context.Context, data []byte) (string, error) {
	hash := hashOf(data)
	if info, err := s.obj.GetInfo(ctx, hash); err == nil && info.Size == uint64(len(data)) {
		return hash, nil
	}
	_, err := s.obj.PutBytes(ctx, hash, data)
	if errors.Is(err, nats.ErrNoResponders) || errors.Is(err, jetstream.ErrNoStreamResponse) || errors.Is(err, jetstream.ErrStreamNotFound) {
		// A server that keeps nothing was restarted.
		if _, err = s.o.declare(ctx, s.c); err == nil {
			_, err = s.obj.PutBytes(ctx, hash, data)
		}
	}
	if err != nil {
		return "", fmt.Errorf("bus: store object %s in %s: %w", hash, s.o.Name, err)
	}
	return hash, nil
}

// Get returns the bytes, checked against the hash. ErrNotFound when missing.
func (s *Store) Get(ctx context.Context, hash string) ([]byte, error) {
	if raw, err := hex.DecodeString(hash); err != nil || len(raw) != sha256.Size {
		return nil, &schemas.Error{Code: schemas.CodeBadMessage, Message: fmt.Sprintf("%.80q is not a SHA-256 in hex", hash)}
	}
	data, err := s.obj.GetBytes(ctx, hash)
	switch {
	case errors.Is(err, jetstream.ErrObjectNotFound):
		return nil, ErrNotFound
	case err != nil:
		return nil, fmt.Errorf("bus: read object %s of %s: %w", hash, s.o.Name, err)
	case hashOf(data) != hash:
		return nil, fmt.Errorf("bus: object %s of %s is damaged: its bytes have another SHA-256", hash, s.o.Name)
	}
	return data, nil
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
