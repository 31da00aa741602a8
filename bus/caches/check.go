package caches

import (
	"bytes"
	"crypto/sha256"
	"slices"

	"asterism/schemas"
)

// check leaves out entries whose inline body is not what was put, and tells the
// operator: to a script they are a miss.
func (c *Caches) check(r *urlRecord) {
	if r.Deleted || !slices.ContainsFunc(r.Value.Entries, damaged) {
		return
	}
	r.Value.Entries = slices.DeleteFunc(slices.Clone(r.Value.Entries), func(e schemas.CacheEntry) bool {
		bad := damaged(e)
		if bad {
			c.report(e, "its body has another SHA-256")
		}
		return bad
	})
}

func damaged(e schemas.CacheEntry) bool {
	if e.Response.Body.Kind != schemas.BodyInline {
		return false
	}
	sum := sha256.Sum256(e.Response.Body.Inline)
	return !bytes.Equal(sum[:], e.Digest)
}

// report tells the operator of an entry that cannot be used.
func (c *Caches) report(e schemas.CacheEntry, why string) {
	c.log.Warn("cached response not usable", "url", e.Request.URL, "reason", why)
	c.conn.Advise(schemas.Advisory{Kind: "cache-damaged", Subject: e.Request.URL, Message: why})
}
