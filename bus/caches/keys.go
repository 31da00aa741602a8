package caches

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"asterism/bus"
)

// hash is a token for any text; 128 bits keep texts apart.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// nameKey is where the cache of that name is recorded.
func (s *Store) nameKey(name string) bus.Params {
	return bus.Params{"scope": s.origin + "/", "cache": hash(name)}
}

// doomedKey is where a deleted cache is recorded.
func (s *Store) doomedKey(id string) bus.Params {
	return bus.Params{"scope": s.origin + "/", "cache": doomed + id}
}

const doomed = "doomed-"

// urlKey is where the entries of a URL are recorded.
func (s *Store) urlKey(cache, url string) bus.Params {
	p := s.pathKey(cache, url)
	p["url"] = hash(url)
	return p
}

// cacheKey is what the keys of all URLs of a cache share.
func (s *Store) cacheKey(cache string) bus.Params {
	return bus.Params{"scope": s.origin + "/", "cache": cache}
}

// pathKey is what the keys of all URLs that differ in their query only share.
func (s *Store) pathKey(cache, url string) bus.Params {
	path, _, _ := strings.Cut(url, "?")
	p := s.cacheKey(cache)
	p["path"] = hash(path)
	return p
}

// recordKey is a key of the copy in memory.
func recordKey(p bus.Params) string { return p["cache"] + p["url"] }
