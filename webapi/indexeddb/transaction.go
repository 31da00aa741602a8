package indexeddb

import (
	"context"
	"maps"
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"
)

// transaction is an IDBTransaction.
type transaction struct {
	events.Target
	x      *realm
	db     *connection
	object *goja.Object
	mode   string   // "readonly", "readwrite", "versionchange"
	scope  []string // names of stores, sorted; of an upgrade as they are now
	hint   string

	sealed                                                   bool // commit was called
	active, starting, started, committing, aborted, finished bool

	requests []*request // placed and not done, in order
	running  bool       // a task for the first of them is posted
	err      goja.Value

	head   *schemas.Database // as the transaction has it
	tables map[int]*table
	change interface {
		Commit(ctx context.Context, head *schemas.Database, puts []schemas.DatabaseRecord) error
		Abort(ctx context.Context) error
	}
	stores  map[int]*objectStore // handles, by id
	touched bool                 // head was changed
	upgrade *opening
}

// EventParent is the connection.
func (tx *transaction) EventParent(*events.Event) events.Node { return tx.db }

func (tx *transaction) writes() bool { return tx.mode != "readonly" }

// conflicts says whether tx has to wait for an earlier one.
func (tx *transaction) conflicts(earlier *transaction) bool {
	switch {
	case tx.mode == "versionchange" || earlier.mode == "versionchange", tx.writes() && earlier.writes():
		return true
	case !tx.writes() && !earlier.writes():
		return false
	}
	return slices.ContainsFunc(tx.scope, func(s string) bool { return slices.Contains(earlier.scope, s) })
}

// pump starts what may start.
func (q *queue) pump() {
	for i, tx := range slices.Clone(q.transactions) {
		if tx.started || tx.starting || tx.active && len(tx.requests) == 0 {
			continue
		}
		if slices.ContainsFunc(q.transactions[:min(i, len(q.transactions))], func(e *transaction) bool { return e != tx && tx.conflicts(e) }) {
			continue
		}
		tx.start()
	}
}

type begun struct {
	head    *schemas.Database
	records map[int][]schemas.DatabaseRecord
	change  interface {
		Commit(ctx context.Context, head *schemas.Database, puts []schemas.DatabaseRecord) error
		Abort(ctx context.Context) error
	}
}

// start reads what the transaction works on. One without requests needs nothing.
func (tx *transaction) start() {
	tx.starting = true
	if len(tx.requests) == 0 {
		tx.started = true
		tx.x.Loop.Post(func() { _ = tx.x.Do(tx.next) })
		return
	}
	name := tx.db.queue.name
	async(tx.x, func(ctx context.Context) (b begun, err error) {
		if tx.writes() {
			b.head, b.records, b.change, err = tx.x.host.Begin(ctx, name)
			return b, err
		}
		b.head, b.records, err = tx.x.host.Read(ctx, name)
		return b, err
	}, func(b begun, err error) {
		tx.change = b.change
		switch {
		case tx.aborted || tx.finished:
			tx.release()
			return
		case err != nil:
			tx.abort(tx.x.failure(err))
			return
		case b.head == nil || b.head.Version != tx.db.version:
			tx.db.outdated(b.head)
			tx.abort(tx.x.DOMException("AbortError", "somebody else has upgraded or deleted the database"))
			return
		}
		tx.begin(b)
		tx.next()
	})
}

// begin takes the state it works on.
func (tx *transaction) begin(b begun) {
	tx.started, tx.change = true, b.change
	tx.tables = map[int]*table{}
	tx.head = b.head
	if tx.head != nil {
		tx.head = cloneHead(b.head)
		for i := range tx.head.Stores {
			id := tx.head.Stores[i].ID
			tx.tables[id] = newTable(b.records[id])
		}
	}
}

func cloneHead(h *schemas.Database) *schemas.Database {
	c := *h
	c.Stores = slices.Clone(h.Stores)
	for i := range c.Stores {
		c.Stores[i].Indexes = slices.Clone(c.Stores[i].Indexes)
	}
	return &c
}

// enqueue places a request.
func (tx *transaction) enqueue(q *request, run func() (goja.Value, *goja.Object)) {
	q.run, q.done = run, false
	tx.requests = append(tx.requests, q)
	if tx.started {
		tx.next()
	} else {
		tx.db.queue.pump()
	}
}

// next posts the task of the first request, or ends a transaction that has none.
func (tx *transaction) next() {
	switch {
	case !tx.started || tx.running || tx.committing || tx.aborted || tx.finished:
	case len(tx.requests) > 0:
		tx.running = true
		tx.x.Loop.Post(func() {
			_ = tx.x.Do(tx.runFirst)
		})
	case !tx.active:
		tx.commit()
	}
}

func (tx *transaction) runFirst() {
	tx.running = false
	if tx.aborted || tx.finished || len(tx.requests) == 0 {
		return
	}
	q := tx.requests[0]
	result, failure := q.run()
	tx.x.Loop.Post(func() { // outside of any call, so that microtasks run after each listener
		if !tx.aborted && len(tx.requests) > 0 && tx.requests[0] == q {
			tx.requests = tx.requests[1:]
			q.settle(result, failure)
		}
		tx.running = false
		tx.next()
	})
	tx.running = true
}

// deactivate ends the time in which the script that made it may place requests.
func (tx *transaction) deactivate() {
	tx.x.Loop.Post(func() {
		_ = tx.x.Do(func() {
			tx.active = false
			if tx.started {
				tx.next()
			} else {
				tx.db.queue.pump()
			}
		})
	})
}

// commit is https://w3c.github.io/IndexedDB/#commit-a-transaction
func (tx *transaction) commit() {
	tx.committing = true
	var puts []schemas.DatabaseRecord
	for _, id := range slices.Sorted(maps.Keys(tx.tables)) {
		t := tx.tables[id]
		for _, key := range slices.Sorted(maps.Keys(t.dirty)) {
			if r := t.get([]byte(key)); r != nil {
				puts = append(puts, *r)
			} else {
				puts = append(puts, schemas.DatabaseRecord{Store: id, Key: []byte(key)})
			}
		}
	}
	change := tx.change
	if change == nil {
		tx.complete()
		return
	}
	if len(puts) == 0 && !tx.touched {
		tx.release()
		tx.complete()
		return
	}
	tx.change = nil
	head := tx.head
	async(tx.x, func(ctx context.Context) (struct{}, error) { return struct{}{}, change.Commit(ctx, head, puts) },
		func(_ struct{}, err error) {
			tx.committing = false
			if err != nil {
				tx.abort(tx.x.failure(err))
				return
			}
			tx.complete()
		})
}

// release lets go of the database without a change.
func (tx *transaction) release() {
	change := tx.change
	if tx.change = nil; change != nil {
		go func() { _ = change.Abort(context.WithoutCancel(tx.x.Loop.Context())) }()
	}
}

func (tx *transaction) complete() {
	tx.committing, tx.active = false, false
	tx.finish()
	tx.x.Loop.Post(func() {
		tx.x.fire(tx, events.EventClass, &events.Event{Type: "complete"})
		tx.ended(nil)
	})
}

// finish takes it from the queue, so that the next may begin.
func (tx *transaction) finish() {
	tx.finished = true
	q := tx.db.queue
	q.transactions = slices.DeleteFunc(q.transactions, func(o *transaction) bool { return o == tx })
	if tx.upgrade == nil {
		q.pump()
	}
	tx.db.closeIfDone()
}

// abort is https://w3c.github.io/IndexedDB/#abort-a-transaction
func (tx *transaction) abort(reason *goja.Object) {
	if tx.aborted || tx.finished {
		return
	}
	tx.aborted, tx.active, tx.committing = true, false, false
	if reason != nil {
		tx.err = reason
	}
	tx.release()
	if tx.upgrade != nil {
		tx.upgrade.revert()
	}
	pending := tx.requests
	tx.requests = nil
	tx.x.Loop.Post(func() {
		for _, q := range pending {
			q.done, q.result, q.err = true, goja.Undefined(), tx.x.DOMException("AbortError", "the transaction was aborted")
			tx.x.fire(q, events.EventClass, &events.Event{Type: "error", Bubbles: true, Cancelable: true})
		}
		tx.finish()
		tx.x.fire(tx, events.EventClass, &events.Event{Type: "abort", Bubbles: true})
		tx.ended(reason)
	})
}

// ended tells the opening whose upgrade it was.
func (tx *transaction) ended(reason *goja.Object) {
	if tx.upgrade != nil {
		tx.upgrade.upgraded(tx.aborted)
	}
}

// https://w3c.github.io/IndexedDB/#transaction
var transactionClass = &js.Class[*transaction]{
	Name: "IDBTransaction", Parent: events.TargetClass,
	Attrs: append([]js.Attr[*transaction]{
		{Name: "objectStoreNames", Get: func(tx *transaction, c js.Call) goja.Value { return names(c.Realm, tx.names()) }},
		{Name: "mode", Get: func(tx *transaction, c js.Call) goja.Value { return c.VM.ToValue(tx.mode) }},
		{Name: "durability", Get: func(tx *transaction, c js.Call) goja.Value { return c.VM.ToValue(tx.hint) }},
		{Name: "db", Get: func(tx *transaction, _ js.Call) goja.Value { return tx.db.object }},
		{Name: "error", Get: func(tx *transaction, _ js.Call) goja.Value { return tx.err }},
	}, events.Handlers[*transaction]("abort", "complete", "error")...),
	Methods: []js.Method[*transaction]{
		{Name: "objectStore", Length: 1, Call: (*transaction).objectStore},
		{Name: "commit", Call: func(tx *transaction, c js.Call) goja.Value {
			if !tx.active {
				c.Throw(c.DOMException("InvalidStateError", "the transaction is not active"))
			}
			tx.active, tx.sealed = false, true
			tx.deactivate()
			return goja.Undefined()
		}},
		{Name: "abort", Call: func(tx *transaction, c js.Call) goja.Value {
			if tx.sealed || tx.committing || tx.finished || tx.aborted {
				c.Throw(c.DOMException("InvalidStateError", "the transaction has ended"))
			}
			tx.abort(nil)
			return goja.Undefined()
		}},
	},
}

func (tx *transaction) names() []string {
	if tx.mode == "versionchange" {
		return tx.db.storeNames()
	}
	return tx.scope
}

// https://w3c.github.io/IndexedDB/#dom-idbtransaction-objectstore
func (tx *transaction) objectStore(c js.Call) goja.Value {
	name := c.String(c.Arg(0), "name")
	if tx.finished || tx.aborted {
		c.Throw(c.DOMException("InvalidStateError", "the transaction has ended"))
	}
	for i := range tx.meta().Stores {
		m := &tx.meta().Stores[i]
		if m.Name == name && slices.Contains(tx.names(), name) {
			return tx.handle(m.ID).object
		}
	}
	c.Throw(c.DOMException("NotFoundError", "the transaction has no object store %q", name))
	return nil
}

// meta is the stores as the transaction sees them: until it has begun, as its
// connection does.
func (tx *transaction) meta() *schemas.Database {
	if tx.head != nil {
		return tx.head
	}
	return tx.db.head
}

// handle is the object of a store, always the same.
func (tx *transaction) handle(id int) *objectStore {
	s := tx.stores[id]
	if s == nil {
		s = &objectStore{tx: tx, id: id, indexes: map[int]*index{}}
		s.object = tx.x.Wrap(tx.x.classes.store, s)
		tx.stores[id] = s
	}
	return s
}
