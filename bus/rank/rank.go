// Package rank orders members for a key by rendezvous hashing (highest random
// weight): every process that knows the same members gets the same order, a
// member that leaves moves only its own keys, and one that joins takes an equal
// share from each of the others.
//
// The hash is part of the wire agreement between loaders, constellations and
// scripthosts: it must not differ between processes or versions, so it is
// written out here rather than taken from a library or seeded at random.
package rank

import "slices"

// Order returns ids sorted for key: the first is where the key belongs, the
// second is whom to ask when the first cannot, and so on. The order of ids does
// not matter; ids is left as it is. Equal ids come out side by side.
func Order(key string, ids []string) []string {
	return OrderBy(key, ids, func(id string) string { return id })
}

// OrderBy is Order for members of any type that have an id.
func OrderBy[M any](key string, members []M, id func(M) string) []M {
	seed := hash(key)
	weighed := make([]weighed[M], len(members))
	for i, m := range members {
		weighed[i] = weigh(seed, m, id(m))
	}
	slices.SortFunc(weighed, compare)
	out := make([]M, len(members))
	for i := range weighed {
		out[i] = weighed[i].member
	}
	return out
}

// First is Order(key, ids)[0] without sorting; false when ids is empty.
func First(key string, ids []string) (string, bool) {
	if len(ids) == 0 {
		return "", false
	}
	seed := hash(key)
	best := weigh(seed, ids[0], ids[0])
	for _, id := range ids[1:] {
		if w := weigh(seed, id, id); compare(w, best) < 0 {
			best = w
		}
	}
	return best.id, true
}

// weighed is a member with its weight for the key at hand.
type weighed[M any] struct {
	member M
	id     string
	weight uint64
}

func weigh[M any](seed uint64, m M, id string) weighed[M] {
	return weighed[M]{member: m, id: id, weight: mix(seed ^ mix(hash(id)))}
}

// compare puts the greater weight first and settles ties by id.
func compare[M any](a, b weighed[M]) int {
	switch {
	case a.weight > b.weight:
		return -1
	case a.weight < b.weight:
		return 1
	case a.id < b.id:
		return -1
	case a.id > b.id:
		return 1
	}
	return 0
}

// hash is 64-bit FNV-1a.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// mix is the finaliser of SplitMix64: a bijection whose every output bit
// depends on every input bit, which FNV alone does not give.
func mix(h uint64) uint64 {
	h += 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
