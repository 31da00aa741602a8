package cachestorage

import (
	"context"
	"io"

	"asterism/schemas"
)

// Host keeps one origin's caches. But for the first two, which are called on the
// loop and do not block, its methods are called on goroutines of their own. A
// *schemas.Error with an Exception becomes that DOMException. A cache is named
// by its ID; URLs are without fragment.
type Host interface {
	// Peek is Caches from memory alone; false: not there.
	Peek() ([]schemas.Cache, bool)
	// PeekEntries is Find of just that URL from memory alone.
	PeekEntries(cache, url string) ([]schemas.CacheEntry, bool)

	// Caches is the origin's caches, in the order of their creation.
	Caches(ctx context.Context) ([]schemas.Cache, error)
	// Open is the cache of that name (in WTF-8), made unless it exists.
	Open(ctx context.Context, name string) (schemas.Cache, error)
	// Delete removes the cache of that name; false: there was none.
	Delete(ctx context.Context, name string) (bool, error)
	// Find is the cache's entries of a URL, or with ignoreSearch of all that
	// differ from it in their query only, in the order they were put.
	Find(ctx context.Context, cache, url string, ignoreSearch bool) ([]schemas.CacheEntry, error)
	// All is all of the cache's entries, in the order they were put.
	All(ctx context.Context, cache string) ([]schemas.CacheEntry, error)
	// Change replaces the entries that Find gives for the URLs by what change
	// makes of them, all or nothing; change may run more than once.
	Change(ctx context.Context, cache string, urls []string, ignoreSearch bool, change func([]schemas.CacheEntry) []schemas.CacheEntry) error

	// Keep reads a body to its end and makes it the entry's.
	Keep(ctx context.Context, e *schemas.CacheEntry, body io.Reader) error
	// Body is a body of kind BodyStream. ok is false when it is lost, which
	// makes the entry as good as absent.
	Body(ctx context.Context, e schemas.CacheEntry) (body io.ReadCloser, ok bool, err error)
}
