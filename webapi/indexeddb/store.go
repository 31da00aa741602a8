package indexeddb

import (
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/clone"
)

// objectStore is an IDBObjectStore: a store as one transaction has it.
type objectStore struct {
	tx      *transaction
	id      int
	object  *goja.Object
	indexes map[int]*index // handles, by id
	path    goja.Value     // keyPath, once asked for
}

// meta is the store; nil: it was deleted.
func (s *objectStore) meta() *schemas.DatabaseStore {
	stores := s.tx.meta().Stores
	if at := slices.IndexFunc(stores, func(m schemas.DatabaseStore) bool { return m.ID == s.id }); at >= 0 {
		return &stores[at]
	}
	return nil
}

func (s *objectStore) table() *table { return s.tx.tables[s.id] }

// usable throws unless requests can be placed.
func (s *objectStore) usable(c js.Call) *schemas.DatabaseStore {
	m := s.meta()
	if m == nil {
		c.Throw(c.DOMException("InvalidStateError", "the object store was deleted"))
	}
	if !s.tx.active {
		c.Throw(c.DOMException("TransactionInactiveError", "the transaction is not active"))
	}
	return m
}

func (s *objectStore) writable(c js.Call) *schemas.DatabaseStore {
	m := s.usable(c)
	if !s.tx.writes() {
		c.Throw(c.DOMException("ReadOnlyError", "the transaction only reads"))
	}
	return m
}

// https://w3c.github.io/IndexedDB/#object-store-interface
var storeClass = &js.Class[*objectStore]{
	Name: "IDBObjectStore",
	Attrs: []js.Attr[*objectStore]{
		{Name: "name", Get: func(s *objectStore, c js.Call) goja.Value {
			if m := s.meta(); m != nil {
				return c.VM.ToValue(m.Name)
			}
			return c.VM.ToValue("")
		}, Set: (*objectStore).rename},
		{Name: "keyPath", Get: func(s *objectStore, c js.Call) goja.Value {
			if m := s.meta(); m != nil && s.path == nil {
				s.path = pathValue(c.Realm, m.KeyPath)
			}
			if s.path == nil {
				return goja.Null()
			}
			return s.path
		}},
		{Name: "indexNames", Get: func(s *objectStore, c js.Call) goja.Value {
			var list []string
			if m := s.meta(); m != nil {
				for _, x := range m.Indexes {
					list = append(list, x.Name)
				}
			}
			return names(c.Realm, list)
		}},
		{Name: "transaction", Get: func(s *objectStore, _ js.Call) goja.Value { return s.tx.object }},
		{Name: "autoIncrement", Get: func(s *objectStore, c js.Call) goja.Value {
			m := s.meta()
			return c.VM.ToValue(m != nil && m.Generator > 0)
		}},
	},
	Methods: append([]js.Method[*objectStore]{
		{Name: "put", Length: 1, Call: func(s *objectStore, c js.Call) goja.Value { return s.store(c, true) }},
		{Name: "add", Length: 1, Call: func(s *objectStore, c js.Call) goja.Value { return s.store(c, false) }},
		{Name: "delete", Length: 1, Call: func(s *objectStore, c js.Call) goja.Value {
			s.writable(c)
			b := rangeOf(c, c.Arg(0), false)
			return s.tx.request(s.object, func() (goja.Value, *goja.Object) {
				s.table().deleteRange(b)
				return goja.Undefined(), nil
			})
		}},
		{Name: "clear", Call: func(s *objectStore, c js.Call) goja.Value {
			s.writable(c)
			return s.tx.request(s.object, func() (goja.Value, *goja.Object) {
				s.table().deleteRange(nil)
				return goja.Undefined(), nil
			})
		}},
		{Name: "index", Length: 1, Call: (*objectStore).index},
		{Name: "createIndex", Length: 2, Call: (*objectStore).createIndex},
		{Name: "deleteIndex", Length: 1, Call: (*objectStore).deleteIndex},
	}, queries[*objectStore]()...),
}

func (s *objectStore) rename(c js.Call, v goja.Value) {
	name := c.String(v, "name")
	m := s.meta()
	if m == nil || s.tx.mode != "versionchange" {
		c.Throw(c.DOMException("InvalidStateError", "only an upgrade can rename an object store"))
	}
	if !s.tx.active {
		c.Throw(c.DOMException("TransactionInactiveError", "the transaction is not active"))
	}
	if m.Name == name {
		return
	}
	if slices.Contains(s.tx.db.storeNames(), name) {
		c.Throw(c.DOMException("ConstraintError", "there is an object store %q already", name))
	}
	m.Name, s.tx.touched = name, true
}

// store is https://w3c.github.io/IndexedDB/#add-or-put
func (s *objectStore) store(c js.Call, overwrite bool) goja.Value {
	m := s.writable(c)
	given := !goja.IsUndefined(c.Arg(1))
	if given && m.KeyPath != nil {
		c.Throw(c.DOMException("DataError", "the store takes keys from values: none can be given"))
	}
	if !given && m.KeyPath == nil && m.Generator == 0 {
		c.Throw(c.DOMException("DataError", "the store has neither key path nor generator: a key is needed"))
	}
	var key []byte
	if given {
		key = mustKey(c, c.Arg(1))
	}
	s.tx.active = false // while the value is cloned
	data, err := clone.Serialize(c.Realm, c.Arg(0), nil)
	s.tx.active = true
	if err != nil {
		thrown, _ := err.(*js.Exception)
		if thrown == nil {
			panic(err)
		}
		c.Throw(thrown.Value)
	}
	value, err := clone.Deserialize(c.Realm, data)
	if err != nil {
		c.Throw(c.DOMException("DataCloneError", "the value cannot be cloned"))
	}
	if m.KeyPath != nil {
		key, err = extract(c, value, *m.KeyPath)
		switch {
		case err != nil:
			c.Throw(c.DOMException("DataError", "what the value has at the key path is not a valid key"))
		case key == nil && m.Generator == 0:
			c.Throw(c.DOMException("DataError", "the value has no key at the key path"))
		case key == nil && !canInject(value, m.KeyPath.Paths[0]):
			c.Throw(c.DOMException("DataError", "a generated key has no place in the value"))
		}
	}
	return s.tx.request(s.object, func() (goja.Value, *goja.Object) { return s.keep(c, key, value, data, overwrite) })
}

// keep is https://w3c.github.io/IndexedDB/#store-a-record-into-an-object-store
func (s *objectStore) keep(c js.Call, key []byte, value goja.Value, data []byte, overwrite bool) (goja.Value, *goja.Object) {
	m, t := s.meta(), s.table()
	if m == nil {
		return nil, c.DOMException("InvalidStateError", "the object store was deleted")
	}
	if m.Generator > 0 {
		if key == nil { // 2
			if m.Generator > 1<<53 {
				return nil, c.DOMException("ConstraintError", "the key generator has reached its end")
			}
			key, _ = appendNumber(nil, keyNumber, float64(m.Generator))
			m.Generator++
			s.tx.touched = true
			if m.KeyPath != nil {
				inject(c.Realm, value, m.KeyPath.Paths[0], keyValue(c.Realm, key))
				var err error
				if data, err = clone.Serialize(c.Realm, value, nil); err != nil {
					return nil, c.DOMException("DataCloneError", "the value cannot be cloned")
				}
			}
		} else if key[0] == keyNumber {
			if f := min(numberOf(key[1:]), 1<<53); f >= float64(m.Generator) {
				m.Generator = uint64(f) + 1
				s.tx.touched = true
			}
		}
	}
	if !overwrite && t.get(key) != nil {
		return nil, c.DOMException("ConstraintError", "there is a record of that key already")
	}
	r := schemas.DatabaseRecord{Store: s.id, Key: key, Value: data}
	for i := range m.Indexes {
		x := &m.Indexes[i]
		keys := indexKeys(c, value, x)
		if len(keys) == 0 {
			continue
		}
		if x.Unique && t.taken(x.ID, keys, key) {
			return nil, c.DOMException("ConstraintError", "the index %q has a record of that key already", x.Name)
		}
		r.Indexed = append(r.Indexed, schemas.IndexedKeys{Index: x.ID, Keys: keys})
	}
	t.put(r)
	return keyValue(c.Realm, key), nil
}

// taken says whether one of the keys belongs to another record.
func (t *table) taken(index int, keys [][]byte, primary []byte) bool {
	for _, key := range keys {
		for _, p := range t.matching(index, &bounds{lower: key, upper: key}, 0) {
			if string(p.primary) != string(primary) {
				return true
			}
		}
	}
	return false
}
