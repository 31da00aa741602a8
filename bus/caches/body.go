package caches

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"asterism/bus"
	"asterism/schemas"
)

// whole is the length up to which a body is read, and found to be what was put,
// before anybody gets it. Longer ones are checked as they go.
const whole = 8 << 20

// Keep reads a body to its end and makes it e's, stored when it is long.
func (s *Store) Keep(ctx context.Context, e *schemas.CacheEntry, body io.Reader) error {
	if err := s.c.open(ctx); err != nil {
		return err
	}
	data, err := io.ReadAll(io.LimitReader(body, Inline+1))
	if err != nil {
		return err
	}
	if len(data) <= Inline {
		s.KeepBytes(e, data)
		return nil
	}
	spool, err := os.CreateTemp("", "asterism-cache-*")
	if err != nil {
		return fmt.Errorf("a response of over %d bytes needs a temporary file before its hash is known: %w", Inline, err)
	}
	defer func() {
		_ = spool.Close()
		_ = os.Remove(spool.Name())
	}()
	sum := sha256.New()
	length, err := io.Copy(io.MultiWriter(spool, sum), io.MultiReader(bytes.NewReader(data), body))
	if err != nil {
		return err
	}
	hash := hex.EncodeToString(sum.Sum(nil))
	e.Response.Body = schemas.Body{Kind: schemas.BodyStream, Stream: hash, Length: length}
	if had, err := s.c.bodies.Renew(ctx, hash, length); had || err != nil {
		return err
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return s.c.bodies.PutStream(ctx, hash, spool)
}

// KeepBytes makes a short body e's.
func (s *Store) KeepBytes(e *schemas.CacheEntry, data []byte) {
	sum := sha256.Sum256(data)
	e.Response.Body = schemas.Body{Kind: schemas.BodyInline, Inline: data, Length: int64(len(data))}
	e.Digest = sum[:]
}

// Body is the bytes of a body that Keep stored outside its entry; ok is false
// when they are gone or damaged, which the operator is told: the entry is then
// as good as absent. ctx bounds the reading.
func (s *Store) Body(ctx context.Context, e schemas.CacheEntry) (body io.ReadCloser, ok bool, err error) {
	if err := s.c.open(ctx); err != nil {
		return nil, false, err
	}
	hash, length := e.Response.Body.Stream, e.Response.Body.Length
	r, err := s.c.bodies.Open(ctx, hash)
	if errors.Is(err, bus.ErrNotFound) {
		s.c.report(e, "its body is gone")
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	if length > whole {
		return &reported{r, s.c, e}, true, nil
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if errors.Is(err, bus.ErrDamaged) {
		s.c.report(e, "its body is damaged")
		return nil, false, nil
	}
	return io.NopCloser(bytes.NewReader(data)), err == nil, err
}

// reported tells the operator when a body turns out to be damaged.
type reported struct {
	io.ReadCloser
	c *Caches
	e schemas.CacheEntry
}

func (r *reported) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if errors.Is(err, bus.ErrDamaged) {
		r.c.report(r.e, "its body is damaged")
	}
	return n, err
}
