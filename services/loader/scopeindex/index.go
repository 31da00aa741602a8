// Package scopeindex answers, without locks and without leaving the process,
// which service worker a URL belongs to: the registration with the longest
// scope URL that is a *string* prefix of the URL ("/pro" holds "/profile").
//
// Reads take no locks. Writes (registrations change rarely) replace the list of
// one origin.
//
// https://w3c.github.io/ServiceWorker/#scope-match-algorithm
package scopeindex

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"asterism/schemas"
)

// Index is the scopes that have an active worker. The zero value is empty and
// ready.
type Index struct {
	origins sync.Map   // origin → *list; lists are immutable
	write   sync.Mutex // held by writers
	size    atomic.Int64
}

// list is one origin's entries, sorted by scope. All entries whose scope is a
// prefix of another's lie before it; parent[i] is the nearest of them, -1 for
// none.
type list struct {
	entries []*Entry
	parents []int32
}

// Match finds the entry for a serialized URL without fragment, nil when no
// scope holds it.
func (x *Index) Match(url string) *Entry {
	l := x.list(Origin(url))
	if l == nil {
		return nil
	}
	// i is the last entry whose scope is ≤ url. A prefix p of url that is in the
	// list has p ≤ scope(i) ≤ url, and whatever lies between p and a string
	// starting with p starts with p itself: so p is a prefix of scope(i), hence
	// among its ancestors.
	i := sort.Search(len(l.entries), func(i int) bool { return l.entries[i].Scope > url }) - 1
	for i >= 0 {
		if strings.HasPrefix(url, l.entries[i].Scope) {
			return l.entries[i]
		}
		i = int(l.parents[i])
	}
	return nil
}

// Get is the entry of exactly this scope, nil for none.
func (x *Index) Get(scope string) *Entry {
	l := x.list(Origin(scope))
	if l == nil {
		return nil
	}
	if i, ok := l.find(scope); ok {
		return l.entries[i]
	}
	return nil
}

// HasOrigin says whether any scope of this origin is indexed.
func (x *Index) HasOrigin(origin string) bool { return x.list(origin) != nil }

// Len is the number of scopes.
func (x *Index) Len() int { return int(x.size.Load()) }

// Load replaces everything, for the first answer of a watch.
func (x *Index) Load(regs []schemas.Registration) {
	x.write.Lock()
	defer x.write.Unlock()
	byOrigin := map[string][]*Entry{}
	for i := range regs {
		if e := newEntry(&regs[i]); e != nil {
			byOrigin[Origin(e.Scope)] = append(byOrigin[Origin(e.Scope)], e)
		}
	}
	var superseded []*list
	x.origins.Range(func(origin, l any) bool {
		superseded = append(superseded, l.(*list))
		if _, kept := byOrigin[origin.(string)]; !kept {
			x.origins.Delete(origin)
		}
		return true
	})
	total := 0
	for origin, entries := range byOrigin {
		slices.SortStableFunc(entries, func(a, b *Entry) int { return cmp.Compare(a.Scope, b.Scope) })
		entries = slices.CompactFunc(entries, func(a, b *Entry) bool { return a.Scope == b.Scope })
		total += len(entries)
		x.origins.Store(origin, newList(entries))
	}
	x.size.Store(int64(total))
	for _, l := range superseded {
		l.supersede() // after the new lists are visible
	}
}

// Set takes over one registration as it is now. One without an active worker is
// not indexed.
func (x *Index) Set(reg schemas.Registration) { x.replace(reg.Scope, newEntry(&reg)) }

// Delete forgets a scope.
func (x *Index) Delete(scope string) { x.replace(scope, nil) }

// replace puts e, or nothing, in the place of scope's entry.
func (x *Index) replace(scope string, e *Entry) {
	x.write.Lock()
	defer x.write.Unlock()
	origin := Origin(scope)
	old := x.list(origin)
	if old == nil {
		old = &list{}
	}
	entries := slices.Clone(old.entries)
	at, found := old.find(scope)
	var before *Entry
	switch {
	case found && e != nil:
		before = entries[at]
		entries[at] = e
	case found:
		before = entries[at]
		entries = slices.Delete(entries, at, at+1)
		x.size.Add(-1)
	case e != nil:
		entries = slices.Insert(entries, at, e)
		x.size.Add(1)
	default:
		return
	}
	if len(entries) == 0 {
		x.origins.Delete(origin)
	} else {
		x.origins.Store(origin, newList(entries))
	}
	if before != nil {
		close(before.changed) // after the new list is visible
	}
}

func (x *Index) list(origin string) *list {
	if l, ok := x.origins.Load(origin); ok {
		return l.(*list)
	}
	return nil
}

func (l *list) find(scope string) (at int, found bool) {
	return slices.BinarySearchFunc(l.entries, scope, func(e *Entry, s string) int { return cmp.Compare(e.Scope, s) })
}

func (l *list) supersede() {
	for _, e := range l.entries {
		close(e.changed)
	}
}

// newList links sorted entries to their parents. The stack holds the prefixes of
// the entry at hand, as nested brackets would.
func newList(entries []*Entry) *list {
	l := &list{entries: entries, parents: make([]int32, len(entries))}
	var stack []int32
	for i, e := range entries {
		for len(stack) > 0 && !strings.HasPrefix(e.Scope, entries[stack[len(stack)-1]].Scope) {
			stack = stack[:len(stack)-1]
		}
		l.parents[i] = -1
		if len(stack) > 0 {
			l.parents[i] = stack[len(stack)-1]
		}
		stack = append(stack, int32(i))
	}
	return l
}

// Origin is the part of a serialized http(s) URL before its path:
// "https://shop.example:8443" of "https://shop.example:8443/profile/".
func Origin(url string) string {
	i := strings.Index(url, "://")
	if i < 0 {
		return ""
	}
	if j := strings.IndexByte(url[i+3:], '/'); j >= 0 {
		return url[:i+3+j]
	}
	return url
}
