package schemas

import "encoding/binary"

// maxCacheEntries bounds the entries of one record: as many responses may vary
// by request header for one URL.
const maxCacheEntries = 10_000

// AppendBinary appends the frame.
func (p *CacheRecord) AppendBinary(dst []byte) (_ []byte, err error) {
	dst = append(dst, frameMagic, frameVersion, kindCacheRecord)
	if len(p.Entries) > maxCacheEntries {
		return dst, badMessage("CacheRecord.Entries: %d entries; expected at most %d", len(p.Entries), maxCacheEntries)
	}
	dst = binary.AppendUvarint(dst, uint64(len(p.Entries)))
	for i := range p.Entries {
		if dst, err = p.Entries[i].append(dst); err != nil {
			return dst, err
		}
	}
	for i := range p.Entries {
		dst = appendManner(dst, &p.Entries[i].Request)
	}
	dst = binary.AppendVarint(dst, p.Size)
	dst = binary.AppendVarint(dst, p.Count)
	return binary.AppendVarint(dst, p.Used), nil
}

// append writes an entry's fields in FRAME.md's order.
func (e *CacheEntry) append(dst []byte) (_ []byte, err error) {
	dst = appendString(dst, e.Request.Method)
	dst = appendString(dst, e.Request.URL)
	if dst, err = appendHeaders(dst, e.Request.Headers); err != nil {
		return dst, err
	}
	dst = binary.AppendUvarint(dst, e.Order)
	dst = appendString(dst, string(e.Digest))
	return appendResponse(dst, &e.Response)
}

// UnmarshalBinary reads a frame. Strings and bodies share data's memory.
func (p *CacheRecord) UnmarshalBinary(data []byte) error {
	r := openFrame(data, kindCacheRecord, "CacheRecord")
	n := r.uint("CacheRecord.Entries")
	// An entry takes more than eight bytes.
	if n > maxCacheEntries || n > uint64(len(data)/8) {
		r.fail("CacheRecord.Entries: %d entries in %d bytes", n, len(data))
	}
	*p = CacheRecord{}
	for i := uint64(0); i < n && r.err == nil; i++ {
		var e CacheEntry
		e.Request.Method, e.Request.URL = r.some("Request.Method"), r.some("Request.URL")
		e.Request.Headers = r.headers("Request.Headers")
		e.Order = r.uint("CacheEntry.Order")
		e.Digest = r.bytes("CacheEntry.Digest")
		r.response(&e.Response)
		if len(e.Digest) == 0 {
			e.Digest = nil
		}
		p.Entries = append(p.Entries, e)
	}
	if r.err == nil && r.at == len(r.data) {
		return nil // of an older version
	}
	for i := range p.Entries {
		r.manner(&p.Entries[i].Request)
	}
	p.Size, p.Count, p.Used = r.int("CacheRecord.Size"), r.int("CacheRecord.Count"), r.int("CacheRecord.Used")
	return r.done()
}
