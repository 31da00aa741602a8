package bus

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// ErrDamaged: an object's bytes are not the ones that were stored.
var ErrDamaged = errors.New("bus: the stored object is damaged")

// PutStream stores what r gives under hash, its SHA-256 in hex, which is checked.
func (s *Store) PutStream(ctx context.Context, hash string, r io.Reader) error {
	sum := sha256.New()
	info, err := s.obj.Put(ctx, jetstream.ObjectMeta{Name: hash}, io.TeeReader(r, sum))
	if err != nil {
		return fmt.Errorf("bus: store object %s in %s: %w", hash, s.o.Name, err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != hash {
		err := s.obj.Delete(ctx, info.Name)
		return errors.Join(fmt.Errorf("bus: store object %s in %s: its bytes have the SHA-256 %s", hash, s.o.Name, got), err)
	}
	return nil
}

// Open reads an object of any length; ErrNotFound when it is missing. A reader
// that comes to the end has seen just the bytes that were stored: otherwise the
// last read fails with ErrDamaged. ctx bounds the whole reading.
func (s *Store) Open(ctx context.Context, hash string) (io.ReadCloser, error) {
	o, err := s.obj.Get(ctx, hash)
	switch {
	case errors.Is(err, jetstream.ErrObjectNotFound):
		return nil, ErrNotFound
	case err != nil:
		return nil, fmt.Errorf("bus: read object %s of %s: %w", hash, s.o.Name, err)
	}
	return &verified{o, sha256.New(), hash}, nil
}

// verified is an object whose hash is checked as it is read.
type verified struct {
	io.ReadCloser
	sum  hash.Hash
	want string
}

func (v *verified) Read(p []byte) (int, error) {
	n, err := v.ReadCloser.Read(p)
	v.sum.Write(p[:n])
	switch {
	case errors.Is(err, jetstream.ErrDigestMismatch), errors.Is(err, nats.ErrMsgNotFound):
		return n, ErrDamaged
	case err == io.EOF && hex.EncodeToString(v.sum.Sum(nil)) != v.want:
		return n, ErrDamaged
	}
	return n, err
}
