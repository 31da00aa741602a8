package indexeddb

import (
	"bytes"
	"slices"

	"asterism/schemas"
)

// table is an object store's records in one transaction, in the order of keys.
// They are shared with others until the first change.
type table struct {
	records []schemas.DatabaseRecord
	indexes map[int][]pair // made when asked for
	own     bool
	dirty   map[string]bool // keys that were written or deleted
}

// pair is a record of an index.
type pair struct{ key, primary []byte }

func comparePairs(a, b pair) int {
	if n := bytes.Compare(a.key, b.key); n != 0 {
		return n
	}
	return bytes.Compare(a.primary, b.primary)
}

func newTable(records []schemas.DatabaseRecord) *table {
	sorted := slices.Clone(records)
	slices.SortFunc(sorted, func(a, b schemas.DatabaseRecord) int { return bytes.Compare(a.Key, b.Key) })
	return &table{records: sorted, own: true, indexes: map[int][]pair{}, dirty: map[string]bool{}}
}

func (t *table) search(key []byte) (int, bool) {
	return slices.BinarySearchFunc(t.records, key, func(r schemas.DatabaseRecord, key []byte) int { return bytes.Compare(r.Key, key) })
}

func (t *table) get(key []byte) *schemas.DatabaseRecord {
	if i, ok := t.search(key); ok {
		return &t.records[i]
	}
	return nil
}

// index is an index's records in order.
func (t *table) index(id int) []pair {
	if all, ok := t.indexes[id]; ok {
		return all
	}
	var all []pair
	for i := range t.records {
		for _, x := range t.records[i].Indexed {
			if x.Index != id {
				continue
			}
			for _, key := range x.Keys {
				all = append(all, pair{key, t.records[i].Key})
			}
		}
	}
	slices.SortFunc(all, comparePairs)
	t.indexes[id] = all
	return all
}

func (t *table) put(r schemas.DatabaseRecord) {
	t.delete(r.Key)
	i, _ := t.search(r.Key)
	t.records = slices.Insert(t.records, i, r)
	t.dirty[string(r.Key)] = true
	for _, x := range r.Indexed {
		if all, ok := t.indexes[x.Index]; ok {
			for _, key := range x.Keys {
				p := pair{key, r.Key}
				at, _ := slices.BinarySearchFunc(all, p, comparePairs)
				all = slices.Insert(all, at, p)
			}
			t.indexes[x.Index] = all
		}
	}
}

func (t *table) delete(key []byte) {
	i, ok := t.search(key)
	if !ok {
		return
	}
	for _, x := range t.records[i].Indexed {
		if all, ok := t.indexes[x.Index]; ok {
			t.indexes[x.Index] = slices.DeleteFunc(all, func(p pair) bool { return bytes.Equal(p.primary, key) })
		}
	}
	t.records = slices.Delete(t.records, i, i+1)
	t.dirty[string(key)] = true
}

func (t *table) deleteRange(b *bounds) {
	var gone [][]byte
	for i := range t.records {
		if b.holds(t.records[i].Key) {
			gone = append(gone, t.records[i].Key)
		}
	}
	for _, key := range gone {
		t.delete(key)
	}
}

// view is a source's records as pairs: of a store both keys are the same.
func (t *table) view(index int) func(yield func(pair) bool) {
	return func(yield func(pair) bool) {
		if index != 0 {
			for _, p := range t.index(index) {
				if !yield(p) {
					return
				}
			}
			return
		}
		for i := range t.records {
			if !yield(pair{t.records[i].Key, t.records[i].Key}) {
				return
			}
		}
	}
}

// matching is the records of a source in a range, in order, at most limit.
func (t *table) matching(index int, b *bounds, limit int) (found []pair) {
	for p := range t.view(index) {
		if b.holds(p.key) {
			if found = append(found, p); len(found) == limit {
				break
			}
		}
	}
	return found
}
