package scripthost

import (
	"slices"
	"sync"
	"unicode/utf16"
)

const (
	// areaQuota is how many bytes of UTF-16 an origin may keep on a shelf.
	areaQuota = 5 << 20
	// shelfQuota is how many bytes all its origins may.
	shelfQuota = 256 << 20
)

// shelf keeps the storage areas of origins: one has the local storage of the whole
// service, for as long as that runs, and each top-level browsing context has one
// for its session storage.
type shelf struct {
	mu    sync.Mutex
	areas map[string]*area
	used  int
}

// area is what an origin keeps on a shelf, whose lock guards it.
type area struct {
	shelf  *shelf
	origin string
	keys   []string
	values map[string]string
	used   int
	users  map[*storage]struct{} // the Storage objects that show it
}

// join makes st show its origin's area.
func (s *shelf) join(st *storage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.areas[st.doc.origin]
	if a == nil {
		a = &area{shelf: s, origin: st.doc.origin, values: map[string]string{}, users: map[*storage]struct{}{}}
		if s.areas == nil {
			s.areas = map[string]*area{}
		}
		s.areas[a.origin] = a
	}
	a.users[st] = struct{}{}
	st.area = a
}

// leave ends that; an area that is empty and that nobody shows goes.
func (a *area) leave(st *storage) {
	a.shelf.mu.Lock()
	defer a.shelf.mu.Unlock()
	delete(a.users, st)
	if len(a.users) == 0 && len(a.keys) == 0 && a.shelf.areas[a.origin] == a {
		delete(a.shelf.areas, a.origin)
	}
}

func (a *area) get(key string) (value string, ok bool) {
	a.shelf.mu.Lock()
	defer a.shelf.mu.Unlock()
	value, ok = a.values[key]
	return value, ok
}

// names are the keys in order.
func (a *area) names() []string {
	a.shelf.mu.Lock()
	defer a.shelf.mu.Unlock()
	return slices.Clone(a.keys)
}

// set gives the old value; full: there is no room, and nothing was changed.
func (a *area) set(key, value string) (old string, had, full bool) {
	a.shelf.mu.Lock()
	defer a.shelf.mu.Unlock()
	old, had = a.values[key]
	more := size16(value) - size16(old)
	if !had {
		more += size16(key)
	}
	if more > 0 && (a.used+more > areaQuota || a.shelf.used+more > shelfQuota) {
		return old, had, true
	}
	if !had {
		a.keys = append(a.keys, key)
	}
	a.values[key] = value
	a.used, a.shelf.used = a.used+more, a.shelf.used+more
	return old, had, false
}

func (a *area) remove(key string) (old string, had bool) {
	a.shelf.mu.Lock()
	defer a.shelf.mu.Unlock()
	if old, had = a.values[key]; had {
		less := size16(key) + size16(old)
		a.used, a.shelf.used = a.used-less, a.shelf.used-less
		delete(a.values, key)
		a.keys = slices.DeleteFunc(a.keys, func(k string) bool { return k == key })
	}
	return old, had
}

// clear says whether there was anything.
func (a *area) clear() bool {
	a.shelf.mu.Lock()
	defer a.shelf.mu.Unlock()
	had := len(a.keys) > 0
	a.shelf.used -= a.used
	a.keys, a.values, a.used = nil, map[string]string{}, 0
	return had
}

// others are the Storage objects that show a beside st.
func (a *area) others(st *storage) (all []*storage) {
	a.shelf.mu.Lock()
	defer a.shelf.mu.Unlock()
	for u := range a.users {
		if u != st {
			all = append(all, u)
		}
	}
	return all
}

// size16 is the bytes of s in UTF-16.
func size16(s string) (n int) {
	for _, r := range s {
		n += 2 * max(utf16.RuneLen(r), 1)
	}
	return n
}
