package indexeddb

import (
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"
)

// connection is an IDBDatabase.
type connection struct {
	events.Target
	x       *realm
	queue   *queue
	object  *goja.Object
	version uint64
	head    *schemas.Database // as of the opening, or the upgrade
	closing bool              // close was called, or it had to be
	closed  bool              // and nothing is under way any more
	upgrade *transaction      // the running one
}

// https://w3c.github.io/IndexedDB/#database-interface
var databaseClass = &js.Class[*connection]{
	Name: "IDBDatabase", Parent: events.TargetClass,
	Attrs: append([]js.Attr[*connection]{
		{Name: "name", Get: func(d *connection, c js.Call) goja.Value { return js.FromWTF8(string(d.queue.name)) }},
		{Name: "version", Get: func(d *connection, c js.Call) goja.Value { return c.VM.ToValue(d.version) }},
		{Name: "objectStoreNames", Get: func(d *connection, c js.Call) goja.Value { return names(c.Realm, d.storeNames()) }},
	}, events.Handlers[*connection]("abort", "close", "error", "versionchange")...),
	Methods: []js.Method[*connection]{
		{Name: "transaction", Length: 1, Call: (*connection).transaction},
		{Name: "close", Call: func(d *connection, _ js.Call) goja.Value {
			d.closing = true
			d.closeIfDone()
			return goja.Undefined()
		}},
		{Name: "createObjectStore", Length: 1, Call: (*connection).createObjectStore},
		{Name: "deleteObjectStore", Length: 1, Call: (*connection).deleteObjectStore},
	},
}

// current is the database as this connection sees it.
func (d *connection) current() *schemas.Database {
	if d.upgrade != nil && d.upgrade.head != nil {
		return d.upgrade.head
	}
	return d.head
}

func (d *connection) storeNames() []string {
	var list []string
	for _, s := range d.current().Stores {
		list = append(list, s.Name)
	}
	slices.Sort(list)
	return list
}

// closeIfDone ends a closing connection when its transactions have.
func (d *connection) closeIfDone() {
	if !d.closing || d.closed || slices.ContainsFunc(d.queue.transactions, func(tx *transaction) bool { return tx.db == d }) {
		return
	}
	d.closed = true
	d.queue.connections = slices.DeleteFunc(d.queue.connections, func(o *connection) bool { return o == d })
	d.queue.advance()
}

// outdated is told that somebody elsewhere has changed the database under the
// connection.
func (d *connection) outdated(now *schemas.Database) {
	if d.closing {
		return
	}
	e := &versionChange{Event: events.Event{Type: "versionchange"}, old: d.version, new: goja.Null()}
	if now != nil {
		e.new = d.x.VM.ToValue(now.Version)
	}
	d.x.Loop.Post(func() { d.x.fire(d, versionChangeClass, e) })
}

// https://w3c.github.io/IndexedDB/#dom-idbdatabase-transaction
func (d *connection) transaction(c js.Call) goja.Value {
	if d.upgrade != nil {
		c.Throw(c.DOMException("InvalidStateError", "an upgrade is running"))
	}
	var scope []string
	if o, ok := c.Arg(0).(*goja.Object); ok && o.GetSymbol(goja.SymIterator) != nil && !goja.IsUndefined(o.GetSymbol(goja.SymIterator)) {
		scope = c.Strings(o, "storeNames")
	} else {
		scope = []string{c.String(c.Arg(0), "storeNames")}
	}
	mode, hint := "readonly", "default"
	if v := c.Arg(1); !goja.IsUndefined(v) {
		mode = c.Enum(v, "mode", "readonly", "readwrite", "versionchange")
	}
	if o := c.Dict(c.Arg(2), "options"); o != nil {
		if v := c.Member(o, "durability"); v != nil {
			hint = c.Enum(v, "durability", "default", "strict", "relaxed")
		}
	}
	if d.closing {
		c.Throw(c.DOMException("InvalidStateError", "the connection is closed"))
	}
	slices.Sort(scope)
	scope = slices.Compact(scope)
	for _, name := range scope {
		if !slices.Contains(d.storeNames(), name) {
			c.Throw(c.DOMException("NotFoundError", "there is no object store %q", name))
		}
	}
	if len(scope) == 0 {
		c.Throw(c.DOMException("InvalidAccessError", "a transaction needs an object store"))
	}
	if mode == "versionchange" {
		c.Throw(c.TypeError("versionchange is not a mode to ask for"))
	}
	tx := d.newTransaction(mode, scope)
	tx.hint = hint
	d.queue.transactions = append(d.queue.transactions, tx)
	tx.deactivate()
	return tx.object
}

func (d *connection) newTransaction(mode string, scope []string) *transaction {
	tx := &transaction{x: d.x, db: d, mode: mode, scope: scope, hint: "default", active: true, err: goja.Null(), stores: map[int]*objectStore{}}
	tx.object = d.x.Wrap(d.x.classes.transaction, tx)
	tx.Bind(tx.object)
	return tx
}

// upgrading is the running upgrade, which must be active.
func (d *connection) upgrading(c js.Call) *transaction {
	tx := d.upgrade
	if tx == nil || tx.finished || tx.aborted {
		c.Throw(c.DOMException("InvalidStateError", "only an upgrade can change the object stores"))
	}
	if !tx.active {
		c.Throw(c.DOMException("TransactionInactiveError", "the upgrade's transaction is not active"))
	}
	return tx
}

// https://w3c.github.io/IndexedDB/#dom-idbdatabase-createobjectstore
func (d *connection) createObjectStore(c js.Call) goja.Value {
	name := c.String(c.Arg(0), "name")
	s := schemas.DatabaseStore{Name: name}
	auto := false
	if o := c.Dict(c.Arg(1), "options"); o != nil {
		if v := c.Member(o, "autoIncrement"); v != nil {
			auto = v.ToBoolean()
		}
		if v := c.Member(o, "keyPath"); v != nil && !goja.IsNull(v) {
			p := func() schemas.KeyPath { d.upgrading(c); return keyPathOf(c, v) }()
			s.KeyPath = &p
		}
	}
	tx := d.upgrading(c)
	if slices.Contains(d.storeNames(), name) {
		c.Throw(c.DOMException("ConstraintError", "there is an object store %q already", name))
	}
	if auto {
		if s.KeyPath != nil && (s.KeyPath.List || s.KeyPath.Paths[0] == "") {
			c.Throw(c.DOMException("InvalidAccessError", "a key generator needs one key path that is not empty"))
		}
		s.Generator = 1
	}
	s.ID = tx.nextID()
	tx.head.Stores = append(tx.head.Stores, s)
	tx.tables[s.ID] = newTable(nil)
	return tx.handle(s.ID).object
}

// nextID is the id of a new store or index.
func (tx *transaction) nextID() int {
	tx.touched = true
	tx.head.Next++
	return tx.head.Next
}

// https://w3c.github.io/IndexedDB/#dom-idbdatabase-deleteobjectstore
func (d *connection) deleteObjectStore(c js.Call) goja.Value {
	name := c.String(c.Arg(0), "name")
	tx := d.upgrading(c)
	at := slices.IndexFunc(tx.head.Stores, func(s schemas.DatabaseStore) bool { return s.Name == name })
	if at < 0 {
		c.Throw(c.DOMException("NotFoundError", "there is no object store %q", name))
	}
	tx.touched = true
	tx.tables[tx.head.Stores[at].ID].deleteRange(nil)
	tx.head.Stores = slices.Delete(tx.head.Stores, at, at+1)
	return goja.Undefined()
}
