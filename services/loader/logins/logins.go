// Package logins remembers the authorization that servers have accepted: the
// authentication entries of the Fetch standard.
//
// https://fetch.spec.whatwg.org/#authentication-entry
package logins

import "sync"

// most is how many entries are kept.
const most = 1000

// Place is what an entry is for: an origin, as seen from a site.
type Place struct{ Partition, Origin string }

// Store keeps entries. It is safe for concurrent use; the zero value is empty.
type Store struct {
	mu      sync.RWMutex
	entries map[Place]string
	order   []Place // the oldest first
}

// Find is the Authorization field for a place, "" for none.
func (s *Store) Find(p Place) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.entries[p]
}

// Keep remembers an Authorization field. The oldest entry goes when there are too
// many.
func (s *Store) Keep(p Place, field string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.entries == nil {
		s.entries = map[Place]string{}
	}
	if _, there := s.entries[p]; !there {
		if len(s.order) == most {
			delete(s.entries, s.order[0])
			s.order = s.order[1:]
		}
		s.order = append(s.order, p)
	}
	s.entries[p] = field
}

// Forget drops an entry that a server has not accepted.
func (s *Store) Forget(p Place, field string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.entries[p] != field {
		return
	}
	delete(s.entries, p)
	for i, other := range s.order {
		if other == p {
			s.order = append(s.order[:i:i], s.order[i+1:]...)
			return
		}
	}
}
