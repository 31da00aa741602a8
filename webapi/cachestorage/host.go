package cachestorage

import (
	"context"

	"asterism/schemas"
)

// Host keeps one origin's caches. Its methods are called on goroutines of
// their own and may block. A *schemas.Error with an Exception becomes that
// DOMException.
type Host interface {
	// Names is the names of the caches, in the order of their creation.
	Names(ctx context.Context) ([]string, error)
	// Open makes the cache unless it exists.
	Open(ctx context.Context, name string) error
	// Delete removes the cache; false: there was none.
	Delete(ctx context.Context, name string) (bool, error)
	// Entries is the cache's entries in order.
	Entries(ctx context.Context, name string) ([]schemas.CacheEntry, error)
	// Change replaces the entries by what change makes of them, atomically;
	// change may run more than once.
	Change(ctx context.Context, name string, change func([]schemas.CacheEntry) []schemas.CacheEntry) error
	// PutBody keeps a body and returns its hash; Body gives it back.
	PutBody(ctx context.Context, data []byte) (string, error)
	Body(ctx context.Context, hash string) ([]byte, error)
}
