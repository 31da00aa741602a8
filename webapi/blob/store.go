package blob

import (
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
)

// Store is a blob URL store: the blobs that have URLs, in all realms of a process
// that share it. Safe for concurrent use.
//
// https://w3c.github.io/FileAPI/#BlobURLStore
type Store struct {
	mu      sync.Mutex
	entries map[string]entry
}

// entry is a blob URL entry; owner stands for its environment.
type entry struct {
	blob   *Blob
	origin string
	owner  any
}

// Create makes a URL for a blob, for as long as its owner lives: see [Store.Forget].
//
// https://w3c.github.io/FileAPI/#add-an-entry
func (s *Store) Create(origin string, b *Blob, owner any) string {
	url := "blob:" + origin + "/" + newUUID()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.entries == nil {
		s.entries = make(map[string]entry)
	}
	s.entries[url] = entry{b, origin, owner}
	return url
}

// Revoke removes the URL, which must be exactly one that Create gave in the same
// origin; others are left alone.
//
// https://w3c.github.io/FileAPI/#dfn-revokeObjectURL
func (s *Store) Revoke(origin, url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, ok := s.entries[url]; ok && e.origin == origin {
		delete(s.entries, url)
	}
}

// Resolve is the blob of a URL, whose fragment does not matter, for code of an
// origin.
//
// https://w3c.github.io/FileAPI/#blob-url-resolve
func (s *Store) Resolve(origin, url string) (*Blob, bool) {
	url, _, _ = strings.Cut(url, "#")
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.entries[url]
	if !ok || e.origin != origin {
		return nil, false
	}
	return e.blob, true
}

// Forget removes the URLs of an owner: a realm that has ended.
//
// https://w3c.github.io/FileAPI/#lifeTime
func (s *Store) Forget(owner any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for url, e := range s.entries {
		if e.owner == owner {
			delete(s.entries, url)
		}
	}
}

// newUUID is a random UUID (version 4).
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0F|0x40, b[8]&0x3F|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
