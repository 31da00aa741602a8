package caches

import (
	"context"
	"fmt"
	"strings"

	"asterism/bus"
	"asterism/schemas"
)

// Change replaces the entries that Find gives for the URLs by what change makes
// of them, all or nothing; when someone else wrote first, change runs again, with
// what there is then. The entries change returns must be of these URLs; new ones
// go to the end. What does not fit is a *schemas.Error of CodeLimit.
func (s *Store) Change(ctx context.Context, cache string, urls []string, ignoreSearch bool, change func([]schemas.CacheEntry) []schemas.CacheEntry) error {
	s.touch()
	ctx, cancel := s.c.bounded(ctx)
	defer cancel()
	return s.counting(ctx, cache, func(fresh bool) (writes []bus.Write[schemas.CacheRecord], size, count int64, err error) {
		records, err := s.records(ctx, cache, urls, ignoreSearch, fresh)
		if err != nil {
			return nil, 0, 0, err
		}
		writes = s.writes(cache, records, change(entries(records)))
		if len(writes) > maxChange {
			return nil, 0, 0, tooMany("one operation changes the entries of %d URLs; at most %d are possible: use several", len(writes), maxChange)
		}
		size, count = growth(records, writes)
		return writes, size, count, s.fits(writes)
	})
}

// maxChange is how many URLs' entries one Change may change; one more record
// counts them.
const maxChange = bus.MaxBatch - 1

// growth is what the writes add to what the records hold, in bytes and entries.
func growth(records []urlRecord, writes []bus.Write[schemas.CacheRecord]) (bytes, count int64) {
	old := map[string][]schemas.CacheEntry{}
	for _, r := range records {
		old[recordKey(r.Key)] = r.Value.Entries
	}
	for _, w := range writes {
		was := old[recordKey(w.Key)]
		bytes, count = bytes-size(was), count-int64(len(was))
		if w.Value != nil {
			bytes, count = bytes+size(w.Value.Entries), count+int64(len(w.Value.Entries))
		}
	}
	return bytes, count
}

// writes is what makes the records hold the entries. Those whose entries stay
// are left out. The order is that of the new entries.
func (s *Store) writes(cache string, records []urlRecord, all []schemas.CacheEntry) []bus.Write[schemas.CacheRecord] {
	old := map[string]urlRecord{}
	for _, r := range records {
		old[recordKey(r.Key)] = r
	}
	now := map[string]*schemas.CacheRecord{}
	var order []bus.Params
	places := map[string][]int{} // of the records' entries among all
	for i, e := range all {
		url, _, _ := strings.Cut(e.Request.URL, "#")
		p := s.urlKey(cache, url)
		key := recordKey(p)
		if now[key] == nil {
			now[key] = &schemas.CacheRecord{}
			order = append(order, p)
		}
		now[key].Entries = append(now[key].Entries, e)
		places[key] = append(places[key], i)
	}
	var writes []bus.Write[schemas.CacheRecord]
	for _, r := range records {
		if key := recordKey(r.Key); now[key] == nil && !r.Deleted {
			writes = append(writes, bus.Write[schemas.CacheRecord]{Key: r.Key, Revision: r.Revision})
		}
	}
	for _, p := range order {
		key := recordKey(p)
		r := old[key]
		if !same(r, now[key].Entries) {
			writes = append(writes, bus.Write[schemas.CacheRecord]{Key: p, Value: now[key], Revision: r.Revision})
			for i := range now[key].Entries {
				if e := &now[key].Entries[i]; e.Order == 0 {
					e.Order = place(len(writes)-1, places[key][i])
				}
			}
		}
	}
	return writes
}

// same says whether the record holds just these entries: an entry is known by
// its place, and new ones have none yet.
func same(r urlRecord, now []schemas.CacheEntry) bool {
	if r.Deleted || len(r.Value.Entries) != len(now) {
		return false
	}
	for _, e := range now {
		if e.Order == 0 {
			return false
		}
	}
	return true
}

// fits says what to do about a record that does not fit in one message.
func (s *Store) fits(writes []bus.Write[schemas.CacheRecord]) error {
	limit := s.c.conn.MaxPayload()
	for _, w := range writes {
		if w.Value == nil {
			continue
		}
		size := 0
		for _, e := range w.Value.Entries {
			size += 128 + len(e.Request.URL) + len(e.Request.Headers) + len(e.Response.Headers) + len(e.Response.Body.Inline)
			for _, u := range e.Response.URLs {
				size += len(u) + 3
			}
		}
		if size > limit {
			return tooMany("the %d responses for %.200s take %d bytes beside their bodies' bulk; at most %d fit: vary by fewer headers, or use several caches",
				len(w.Value.Entries), w.Value.Entries[0].Request.URL, size, limit)
		}
	}
	return nil
}

func tooMany(format string, args ...any) error {
	return &schemas.Error{Code: schemas.CodeLimit, Exception: "QuotaExceededError", Message: fmt.Sprintf(format, args...)}
}
