package indexeddb

import (
	"math"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
)

// source is what can be searched: an object store or an index.
type source interface {
	// ready throws unless requests can be placed.
	ready(c js.Call)
	// where is the store, and the index's id; 0: the store itself.
	where() (*objectStore, int)
	self() *goja.Object
}

func (s *objectStore) ready(c js.Call)            { s.usable(c) }
func (s *objectStore) where() (*objectStore, int) { return s, 0 }
func (s *objectStore) self() *goja.Object         { return s.object }

func (x *index) ready(c js.Call) {
	if x.meta() == nil {
		c.Throw(c.DOMException("InvalidStateError", "the index was deleted"))
	}
	x.of.usable(c)
}
func (x *index) where() (*objectStore, int) { return x.of, x.id }
func (x *index) self() *goja.Object         { return x.object }

// what of a record is wanted.
const (
	wantValue = iota
	wantKey   // the primary key
)

// queries is the methods that stores and indexes have in common.
func queries[T source]() []js.Method[T] {
	one := func(want int) func(T, js.Call) goja.Value {
		return func(t T, c js.Call) goja.Value {
			t.ready(c)
			b := rangeOf(c, c.Arg(0), false)
			return place(t, func(s *objectStore, index int) (goja.Value, *goja.Object) {
				for _, p := range s.table().matching(index, b, 1) {
					return s.pick(c, p, want)
				}
				return goja.Undefined(), nil
			})
		}
	}
	all := func(want int) func(T, js.Call) goja.Value {
		return func(t T, c js.Call) goja.Value {
			t.ready(c)
			b := rangeOf(c, c.Arg(0), true)
			limit := 0
			if v := c.Arg(1); !goja.IsUndefined(v) {
				limit = int(c.EnforceRange(v, "count", 0, math.MaxUint32))
			}
			return place(t, func(s *objectStore, index int) (goja.Value, *goja.Object) {
				var items []any
				for _, p := range s.table().matching(index, b, limit) {
					v, failure := s.pick(c, p, want)
					if failure != nil {
						return nil, failure
					}
					items = append(items, v)
				}
				return c.VM.NewArray(items...), nil
			})
		}
	}
	return []js.Method[T]{
		{Name: "get", Length: 1, Call: one(wantValue)},
		{Name: "getKey", Length: 1, Call: one(wantKey)},
		{Name: "getAll", Call: all(wantValue)},
		{Name: "getAllKeys", Call: all(wantKey)},
		{Name: "count", Call: func(t T, c js.Call) goja.Value {
			t.ready(c)
			b := rangeOf(c, c.Arg(0), true)
			return place(t, func(s *objectStore, index int) (goja.Value, *goja.Object) {
				return c.VM.ToValue(len(s.table().matching(index, b, 0))), nil
			})
		}},
		{Name: "openCursor", Call: func(t T, c js.Call) goja.Value { return openCursor(t, c, true) }},
		{Name: "openKeyCursor", Call: func(t T, c js.Call) goja.Value { return openCursor(t, c, false) }},
	}
}

// place places a request of a source.
func place(t source, run func(s *objectStore, index int) (goja.Value, *goja.Object)) goja.Value {
	s, index := t.where()
	return s.tx.request(t.self(), func() (goja.Value, *goja.Object) { return run(s, index) })
}

// pick is the part of a record that is wanted.
func (s *objectStore) pick(c js.Call, p pair, want int) (goja.Value, *goja.Object) {
	if want == wantKey {
		return keyValue(c.Realm, p.primary), nil
	}
	r := s.table().get(p.primary)
	v, err := clone.Deserialize(c.Realm, r.Value)
	if err != nil {
		return nil, c.DOMException("DataError", "the stored value cannot be read: %s", err.Error())
	}
	return v, nil
}
