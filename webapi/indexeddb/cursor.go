package indexeddb

import (
	"bytes"
	"errors"
	"math"
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
)

// cursor is an IDBCursor.
type cursor struct {
	source    source
	store     *objectStore
	index     int
	bounds    *bounds
	direction string
	values    bool
	request   *request
	reqObject *goja.Object
	object    *goja.Object

	at                  *pair // nil: none yet, or past the end
	key, primary, value goja.Value
	got                 bool
}

// https://w3c.github.io/IndexedDB/#cursor-interface
var cursorClass = &js.Class[*cursor]{
	Name: "IDBCursor",
	Attrs: []js.Attr[*cursor]{
		{Name: "source", Get: func(k *cursor, _ js.Call) goja.Value { return k.source.self() }},
		{Name: "direction", Get: func(k *cursor, c js.Call) goja.Value { return c.VM.ToValue(k.direction) }},
		{Name: "key", Get: func(k *cursor, _ js.Call) goja.Value { return k.key }},
		{Name: "primaryKey", Get: func(k *cursor, _ js.Call) goja.Value { return k.primary }},
		{Name: "request", Get: func(k *cursor, _ js.Call) goja.Value { return k.reqObject }},
	},
	Methods: []js.Method[*cursor]{
		{Name: "advance", Length: 1, Call: func(k *cursor, c js.Call) goja.Value {
			n := int(c.EnforceRange(c.Arg(0), "count", 1, math.MaxUint32))
			k.movable(c)
			return k.move(c, n, nil, nil)
		}},
		{Name: "continue", Call: func(k *cursor, c js.Call) goja.Value {
			k.movable(c)
			var key []byte
			if v := c.Arg(0); !goja.IsUndefined(v) {
				key = mustKey(c, v)
				k.ahead(c, bytes.Compare(key, k.at.key))
			}
			return k.move(c, 1, key, nil)
		}},
		{Name: "continuePrimaryKey", Length: 2, Call: func(k *cursor, c js.Call) goja.Value {
			k.usable(c)
			if k.index == 0 || k.direction == "nextunique" || k.direction == "prevunique" {
				c.Throw(c.DOMException("InvalidAccessError", "the cursor is not one of an index, in a direction that is not unique"))
			}
			k.movable(c)
			key, primary := mustKey(c, c.Arg(0)), mustKey(c, c.Arg(1))
			k.ahead(c, comparePairs(pair{key, primary}, *k.at))
			return k.move(c, 1, key, primary)
		}},
		{Name: "update", Length: 1, Call: (*cursor).update},
		{Name: "delete", Call: (*cursor).delete},
	},
}

var cursorWithValueClass = &js.Class[*cursor]{
	Name: "IDBCursorWithValue", Parent: cursorClass,
	Attrs: []js.Attr[*cursor]{{Name: "value", Get: func(k *cursor, _ js.Call) goja.Value { return k.value }}},
}

// openCursor is https://w3c.github.io/IndexedDB/#dom-idbobjectstore-opencursor
func openCursor(t source, c js.Call, values bool) goja.Value {
	t.ready(c)
	b := rangeOf(c, c.Arg(0), true)
	direction := "next"
	if v := c.Arg(1); !goja.IsUndefined(v) {
		direction = c.Enum(v, "direction", "next", "nextunique", "prev", "prevunique")
	}
	s, index := t.where()
	k := &cursor{source: t, store: s, index: index, bounds: b, direction: direction, values: values, key: goja.Undefined(), primary: goja.Undefined(), value: goja.Undefined()}
	k.request, k.reqObject = s.tx.x.newRequest(t.self(), s.tx)
	class := s.tx.x.classes.cursor
	if values {
		class = s.tx.x.classes.cursorWithValue
	}
	k.object = s.tx.x.Wrap(class, k)
	s.tx.enqueue(k.request, func() (goja.Value, *goja.Object) { return k.step(c, 1, nil, nil) })
	return k.reqObject
}

func (k *cursor) usable(c js.Call) {
	if !k.store.tx.active {
		c.Throw(c.DOMException("TransactionInactiveError", "the transaction is not active"))
	}
	k.source.ready(c)
}

// movable throws unless the cursor stands somewhere.
func (k *cursor) movable(c js.Call) {
	k.usable(c)
	if !k.got {
		c.Throw(c.DOMException("InvalidStateError", "the cursor is on its way, or has come to the end"))
	}
}

// ahead throws unless a position that compares like that is in front.
func (k *cursor) ahead(c js.Call, n int) {
	if k.backward() {
		n = -n
	}
	if n <= 0 {
		c.Throw(c.DOMException("DataError", "the key is not in front of the cursor"))
	}
}

func (k *cursor) backward() bool { return k.direction == "prev" || k.direction == "prevunique" }

func (k *cursor) move(c js.Call, n int, key, primary []byte) goja.Value {
	k.got = false
	k.store.tx.enqueue(k.request, func() (goja.Value, *goja.Object) { return k.step(c, n, key, primary) })
	return goja.Undefined()
}

// step is https://w3c.github.io/IndexedDB/#iterate-a-cursor
func (k *cursor) step(c js.Call, n int, key, primary []byte) (goja.Value, *goja.Object) {
	all := k.store.table().matching(k.index, k.bounds, 0)
	if k.backward() {
		slices.Reverse(all)
	}
	sign := 1
	if k.backward() {
		sign = -1
	}
	unique := k.direction == "nextunique" || k.direction == "prevunique"
	for i := 0; i < len(all); i++ {
		p := all[i]
		switch {
		case k.at != nil && (unique && sign*bytes.Compare(p.key, k.at.key) <= 0 || !unique && sign*comparePairs(p, *k.at) <= 0):
			continue
		case key != nil && sign*bytes.Compare(p.key, key) < 0:
			continue
		case primary != nil && bytes.Equal(p.key, key) && sign*bytes.Compare(p.primary, primary) < 0:
			continue
		}
		if k.direction == "prevunique" { // the first of those with that key
			for i+1 < len(all) && bytes.Equal(all[i+1].key, p.key) {
				i++
				p = all[i]
			}
		}
		k.at = &p
		if n--; n == 0 {
			return k.stand(c)
		}
	}
	k.at, k.got = nil, false
	k.key, k.primary, k.value = goja.Undefined(), goja.Undefined(), goja.Undefined()
	return goja.Null(), nil
}

// stand takes what there is at the position.
func (k *cursor) stand(c js.Call) (goja.Value, *goja.Object) {
	k.key, k.primary = keyValue(c.Realm, k.at.key), keyValue(c.Realm, k.at.primary)
	if k.values {
		v, failure := k.store.pick(c, *k.at, wantValue)
		if failure != nil {
			return nil, failure
		}
		k.value = v
	}
	k.got = true
	return k.object, nil
}

// changeable throws unless the record under the cursor can be changed.
func (k *cursor) changeable(c js.Call) {
	if !k.store.tx.active {
		c.Throw(c.DOMException("TransactionInactiveError", "the transaction is not active"))
	}
	if !k.store.tx.writes() {
		c.Throw(c.DOMException("ReadOnlyError", "the transaction only reads"))
	}
	k.movable(c)
	if !k.values {
		c.Throw(c.DOMException("InvalidStateError", "a cursor without values changes nothing"))
	}
}

// https://w3c.github.io/IndexedDB/#dom-idbcursor-update
func (k *cursor) update(c js.Call) goja.Value {
	k.changeable(c)
	k.store.tx.active = false // while the value is cloned
	data, thrown := clone.Serialize(c.Realm, c.Arg(0), nil)
	k.store.tx.active = true
	if e, ok := errors.AsType[*js.Exception](thrown); ok {
		c.Throw(e.Value)
	}
	value, err := clone.Deserialize(c.Realm, data)
	if err != nil {
		c.Throw(c.DOMException("DataCloneError", "the value cannot be cloned"))
	}
	key := k.at.primary
	if m := k.store.meta(); m.KeyPath != nil {
		if found, err := extract(c, value, *m.KeyPath); err != nil || !bytes.Equal(found, key) {
			c.Throw(c.DOMException("DataError", "the value has another key"))
		}
	}
	return k.store.tx.request(k.object, func() (goja.Value, *goja.Object) { return k.store.keep(c, key, value, data, true) })
}

// https://w3c.github.io/IndexedDB/#dom-idbcursor-delete
func (k *cursor) delete(c js.Call) goja.Value {
	k.changeable(c)
	key := k.at.primary
	return k.store.tx.request(k.object, func() (goja.Value, *goja.Object) {
		k.store.table().delete(key)
		return goja.Undefined(), nil
	})
}
