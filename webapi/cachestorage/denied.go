package cachestorage

import (
	"context"
	"io"

	"asterism/schemas"
)

// Denied is the host of a realm whose origin is opaque: it may not store
// anything.
//
// https://w3c.github.io/ServiceWorker/#cache-storage-open
type Denied struct{}

var errDenied = &schemas.Error{Code: schemas.CodeRefused, Exception: "SecurityError", Message: "a document without an origin of its own has no caches: a sandbox needs allow-same-origin"}

func (Denied) Peek() ([]schemas.Cache, bool)                             { return nil, false }
func (Denied) PeekEntries(string, string) ([]schemas.CacheEntry, bool)   { return nil, false }
func (Denied) Caches(context.Context) ([]schemas.Cache, error)           { return nil, errDenied }
func (Denied) Open(context.Context, string) (schemas.Cache, error)       { return schemas.Cache{}, errDenied }
func (Denied) Delete(context.Context, string) (bool, error)              { return false, errDenied }
func (Denied) All(context.Context, string) ([]schemas.CacheEntry, error) { return nil, errDenied }
func (Denied) Find(context.Context, string, string, bool) ([]schemas.CacheEntry, error) {
	return nil, errDenied
}
func (Denied) Change(context.Context, string, []string, bool, func([]schemas.CacheEntry) []schemas.CacheEntry) error {
	return errDenied
}
func (Denied) Keep(context.Context, *schemas.CacheEntry, io.Reader) error { return errDenied }
func (Denied) Body(context.Context, schemas.CacheEntry) (io.ReadCloser, bool, error) {
	return nil, false, errDenied
}
