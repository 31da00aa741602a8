package schemas

// Cache is one named cache of an origin.
//
// https://w3c.github.io/ServiceWorker/#dfn-name-to-cache-map
type Cache struct {
	// ID names the cache's entries. A cache that is deleted and made again has
	// another: who still holds the old one does not see the new one's.
	ID string `json:"id"`
	// Name is the cache's name; where it has surrogates without partner, these
	// are replaced, and Exact has the name in full.
	Name string `json:"name"`
	// Exact is the name in WTF-8 when Name cannot express it.
	Exact []byte `json:"exact,omitempty"`
	// Doomed is when the cache was deleted, nanoseconds since 1970; 0: it is in
	// use.
	Doomed int64 `json:"doomed,omitempty"`
}

// ExactName is the cache's name in WTF-8: UTF-8 that may also have surrogates
// without partner.
func (c Cache) ExactName() string {
	if c.Exact != nil {
		return string(c.Exact)
	}
	return c.Name
}

// CacheRecord is the entries of one cache for one URL: several when their
// responses vary by request header.
//
// A record that counts has no entries: it says what one process has added to a
// cache, or to an origin's other storage, all in all.
type CacheRecord struct {
	Entries []CacheEntry

	Size  int64 // bytes, less what was removed
	Count int64 // entries, less those removed
	Used  int64 // when that process last used the cache, about; seconds since 1970
}

// CacheEntry is a request and the response kept for it.
//
// https://w3c.github.io/ServiceWorker/#dfn-request-response-list
type CacheEntry struct {
	// Request is what was asked, without body.
	Request Request
	// Response is what was put. A body of kind BodyStream lies in the store of
	// bodies, and Stream is its SHA-256 in hex.
	Response Response
	// Digest is the SHA-256 of an inline body; empty without one.
	Digest []byte
	// Order is the entry's place among all of its cache: see package caches. 0: the
	// revision of the record that holds it.
	Order uint64
}
