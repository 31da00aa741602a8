package indexeddb

import (
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/clone"
)

// index is an IDBIndex.
type index struct {
	of     *objectStore
	id     int
	object *goja.Object
	path   goja.Value // keyPath, once asked for
}

// meta is the index; nil: it or its store was deleted.
func (x *index) meta() *schemas.DatabaseIndex {
	m := x.of.meta()
	if m == nil {
		return nil
	}
	if at := slices.IndexFunc(m.Indexes, func(i schemas.DatabaseIndex) bool { return i.ID == x.id }); at >= 0 {
		return &m.Indexes[at]
	}
	return nil
}

// https://w3c.github.io/IndexedDB/#index-interface
var indexClass = &js.Class[*index]{
	Name: "IDBIndex",
	Attrs: []js.Attr[*index]{
		{Name: "name", Get: func(x *index, c js.Call) goja.Value {
			if m := x.meta(); m != nil {
				return c.VM.ToValue(m.Name)
			}
			return c.VM.ToValue("")
		}, Set: (*index).rename},
		{Name: "objectStore", Get: func(x *index, _ js.Call) goja.Value { return x.of.object }},
		{Name: "keyPath", Get: func(x *index, c js.Call) goja.Value {
			if m := x.meta(); m != nil && x.path == nil {
				x.path = pathValue(c.Realm, &m.KeyPath)
			}
			if x.path == nil {
				return goja.Null()
			}
			return x.path
		}},
		{Name: "multiEntry", Get: func(x *index, c js.Call) goja.Value { m := x.meta(); return c.VM.ToValue(m != nil && m.Multi) }},
		{Name: "unique", Get: func(x *index, c js.Call) goja.Value { m := x.meta(); return c.VM.ToValue(m != nil && m.Unique) }},
	},
	Methods: queries[*index](),
}

func (x *index) rename(c js.Call, v goja.Value) {
	name := c.String(v, "name")
	m := x.meta()
	if m == nil || x.of.tx.mode != "versionchange" {
		c.Throw(c.DOMException("InvalidStateError", "only an upgrade can rename an index"))
	}
	if !x.of.tx.active {
		c.Throw(c.DOMException("TransactionInactiveError", "the transaction is not active"))
	}
	if m.Name == name {
		return
	}
	if slices.ContainsFunc(x.of.meta().Indexes, func(i schemas.DatabaseIndex) bool { return i.Name == name }) {
		c.Throw(c.DOMException("ConstraintError", "there is an index %q already", name))
	}
	m.Name, x.of.tx.touched = name, true
}

func (s *objectStore) handle(id int) *index {
	x := s.indexes[id]
	if x == nil {
		x = &index{of: s, id: id}
		x.object = s.tx.x.Wrap(s.tx.x.classes.index, x)
		s.indexes[id] = x
	}
	return x
}

// https://w3c.github.io/IndexedDB/#dom-idbobjectstore-index
func (s *objectStore) index(c js.Call) goja.Value {
	name := c.String(c.Arg(0), "name")
	m := s.meta()
	if m == nil || s.tx.finished || s.tx.aborted {
		c.Throw(c.DOMException("InvalidStateError", "the object store was deleted, or its transaction has ended"))
	}
	for _, x := range m.Indexes {
		if x.Name == name {
			return s.handle(x.ID).object
		}
	}
	c.Throw(c.DOMException("NotFoundError", "there is no index %q", name))
	return nil
}

// upgrading throws unless the store can be changed.
func (s *objectStore) upgrading(c js.Call) *schemas.DatabaseStore {
	if s.tx.mode != "versionchange" {
		c.Throw(c.DOMException("InvalidStateError", "only an upgrade can change indexes"))
	}
	return s.usable(c)
}

// https://w3c.github.io/IndexedDB/#dom-idbobjectstore-createindex
func (s *objectStore) createIndex(c js.Call) goja.Value {
	x := schemas.DatabaseIndex{Name: c.String(c.Arg(0), "name")}
	path := c.Arg(1)
	if o := c.Dict(c.Arg(2), "options"); o != nil {
		if v := c.Member(o, "multiEntry"); v != nil {
			x.Multi = v.ToBoolean()
		}
		if v := c.Member(o, "unique"); v != nil {
			x.Unique = v.ToBoolean()
		}
	}
	m := s.upgrading(c)
	if slices.ContainsFunc(m.Indexes, func(i schemas.DatabaseIndex) bool { return i.Name == x.Name }) {
		c.Throw(c.DOMException("ConstraintError", "there is an index %q already", x.Name))
	}
	x.KeyPath = keyPathOf(c, path)
	if x.KeyPath.List && x.Multi {
		c.Throw(c.DOMException("InvalidAccessError", "a multiEntry index has one key path"))
	}
	x.ID = s.tx.nextID()
	m.Indexes = append(m.Indexes, x)
	q := &request{x: s.tx.x, source: goja.Null(), tx: s.tx, result: goja.Undefined(), err: goja.Null()}
	s.tx.enqueue(q, func() (goja.Value, *goja.Object) { return goja.Undefined(), s.fill(c, x) })
	return s.handle(x.ID).object
}

// fill makes the records of a new index; a failure aborts the upgrade.
func (s *objectStore) fill(c js.Call, x schemas.DatabaseIndex) *goja.Object {
	t := s.table()
	seen := map[string]bool{}
	for i := range t.records {
		value, err := clone.Deserialize(c.Realm, t.records[i].Value)
		if err != nil {
			continue
		}
		keys := indexKeys(c, value, &x)
		if len(keys) == 0 {
			continue
		}
		for _, key := range keys {
			if x.Unique && seen[string(key)] {
				failure := c.DOMException("ConstraintError", "the index %q would have two records of one key", x.Name)
				s.tx.x.Loop.Post(func() { s.tx.abort(failure) })
				return nil
			}
			seen[string(key)] = true
		}
		r := &t.records[i]
		if !slices.ContainsFunc(r.Indexed, func(have schemas.IndexedKeys) bool { return have.Index == x.ID }) {
			r.Indexed = append(slices.Clone(r.Indexed), schemas.IndexedKeys{Index: x.ID, Keys: keys})
			t.dirty[string(r.Key)] = true
		}
	}
	delete(t.indexes, x.ID)
	return nil
}

// https://w3c.github.io/IndexedDB/#dom-idbobjectstore-deleteindex
func (s *objectStore) deleteIndex(c js.Call) goja.Value {
	name := c.String(c.Arg(0), "name")
	m := s.upgrading(c)
	at := slices.IndexFunc(m.Indexes, func(i schemas.DatabaseIndex) bool { return i.Name == name })
	if at < 0 {
		c.Throw(c.DOMException("NotFoundError", "there is no index %q", name))
	}
	s.tx.touched = true
	m.Indexes = slices.Delete(m.Indexes, at, at+1)
	return goja.Undefined()
}
