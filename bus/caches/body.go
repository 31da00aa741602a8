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
	data, err := io.ReadAll(io.LimitReader(body, Inline+1))
	if err != nil {
		return err
	}
	if len(data) <= Inline {
		s.KeepBytes(e, data)
		return nil
	}
	if err := s.ready(ctx); err != nil {
		return err
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
	limit := s.c.cfg.quota()
	length, err := io.Copy(io.MultiWriter(spool, sum), io.LimitReader(io.MultiReader(bytes.NewReader(data), body), limit+1))
	if err != nil {
		return err
	}
	if length > limit {
		return tooMany("a body of more than %d bytes does not fit: no origin may keep more (CACHE_QUOTA)", limit)
	}
	hash := hex.EncodeToString(sum.Sum(nil))
	e.Response.Body = schemas.Body{Kind: schemas.BodyStream, Stream: hash, Length: length}
	if had, err := s.renew(ctx, hash, length); had || err != nil {
		return err
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return full(s.c.bodies.PutStream(ctx, hash, spool))
}

// ready waits for the store, not for long.
func (s *Store) ready(ctx context.Context) error {
	ctx, cancel := s.c.bounded(ctx)
	defer cancel()
	return s.c.open(ctx)
}

func (s *Store) renew(ctx context.Context, hash string, length int64) (bool, error) {
	ctx, cancel := s.c.bounded(ctx)
	defer cancel()
	return s.c.bodies.Renew(ctx, hash, length)
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
	start, cancel := s.c.bounded(ctx)
	defer cancel()
	if err := s.c.open(start); err != nil {
		return nil, false, err
	}
	r, err := s.c.bodies.Open(start, e.Response.Body.Stream)
	if errors.Is(err, bus.ErrNotFound) || err == nil && r.Object().Length != e.Response.Body.Length {
		s.c.report(e, "its body is gone")
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	if r.Object().Length > whole {
		return &reported{r.Within(ctx), s.c, e}, true, nil
	}
	data := make([]byte, r.Object().Length)
	_, err = io.ReadFull(r, data)
	if err == nil {
		_, err = r.Read(make([]byte, 1)) // the end, where it is checked
	}
	switch {
	case err == io.EOF:
		return io.NopCloser(bytes.NewReader(data)), true, nil
	case errors.Is(err, bus.ErrDamaged):
		s.c.damaged(r, e)
		return nil, false, nil
	}
	return nil, false, err
}

// damaged tells the operator of a damaged body, and removes it: who puts the same
// bytes again is to store them again.
func (c *Caches) damaged(r *bus.Reader, e schemas.CacheEntry) {
	c.report(e, "its body is damaged")
	ctx, cancel := c.bounded(context.Background())
	defer cancel()
	if _, err := c.bodies.Remove(ctx, r.Object()); err != nil {
		c.log.Warn("a damaged body was not removed", "body", r.Object().Hash, "error", err)
	}
}

// reported tells the operator when a body turns out to be damaged.
type reported struct {
	*bus.Reader
	c *Caches
	e schemas.CacheEntry
}

func (r *reported) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if errors.Is(err, bus.ErrDamaged) {
		r.c.damaged(r.Reader, r.e)
	}
	return n, err
}
