package indexeddb

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// request is an IDBRequest, or the part of an IDBOpenDBRequest that is one.
type request struct {
	events.Target
	x      *realm
	source goja.Value // null for an open request
	tx     *transaction
	done   bool
	result goja.Value
	err    goja.Value // null without one
	run    func() (goja.Value, *goja.Object)
	open   bool
}

func (q *request) base() *request { return q }

// EventParent is the transaction, when there is one.
func (q *request) EventParent(*events.Event) events.Node {
	if q.tx == nil {
		return nil
	}
	return q.tx
}

type requested interface {
	events.Node
	base() *request
}

// https://w3c.github.io/IndexedDB/#request-api
var requestClass = &js.Class[requested]{
	Name:   "IDBRequest",
	Parent: events.TargetClass,
	Attrs: append([]js.Attr[requested]{
		{Name: "result", Get: func(r requested, c js.Call) goja.Value {
			q := r.base()
			if !q.done {
				c.Throw(c.DOMException("InvalidStateError", "the request has not finished"))
			}
			return q.result
		}},
		{Name: "error", Get: func(r requested, c js.Call) goja.Value {
			q := r.base()
			if !q.done {
				c.Throw(c.DOMException("InvalidStateError", "the request has not finished"))
			}
			return q.err
		}},
		{Name: "source", Get: func(r requested, _ js.Call) goja.Value { return r.base().source }},
		{Name: "transaction", Get: func(r requested, _ js.Call) goja.Value {
			if tx := r.base().tx; tx != nil {
				return tx.object
			}
			return goja.Null()
		}},
		{Name: "readyState", Get: func(r requested, c js.Call) goja.Value {
			if r.base().done {
				return c.VM.ToValue("done")
			}
			return c.VM.ToValue("pending")
		}},
	}, events.Handlers[requested]("success", "error")...),
}

var openRequestClass = &js.Class[*request]{
	Name: "IDBOpenDBRequest", Parent: requestClass,
	Attrs: events.Handlers[*request]("blocked", "upgradeneeded"),
}

func (x *realm) newRequest(source goja.Value, tx *transaction) (*request, *goja.Object) {
	q := &request{x: x, source: source, tx: tx, result: goja.Undefined(), err: goja.Null()}
	o := x.Wrap(x.classes.request, q)
	q.Bind(o)
	return q, o
}

// request places a request in the transaction; run makes its result or error.
//
// https://w3c.github.io/IndexedDB/#asynchronously-execute-a-request
func (tx *transaction) request(source goja.Value, run func() (goja.Value, *goja.Object)) goja.Value {
	q, o := tx.x.newRequest(source, tx)
	tx.enqueue(q, run)
	return o
}

// succeed and failed settle a request and tell its listeners.
//
// https://w3c.github.io/IndexedDB/#fire-a-success-event
func (q *request) settle(result goja.Value, failure *goja.Object) {
	tx := q.tx
	q.done, q.result, q.err = true, result, goja.Null()
	e := &events.Event{Type: "success"}
	if failure != nil {
		q.result, q.err = goja.Undefined(), failure
		e = &events.Event{Type: "error", Bubbles: true, Cancelable: true}
	}
	tx.active = !tx.aborted && !tx.sealed
	threw, canceled := tx.x.fire(q, events.EventClass, e)
	tx.active = false
	switch {
	case tx.aborted || tx.finished:
	case threw && !tx.sealed:
		tx.abort(tx.x.DOMException("AbortError", "a listener of a request threw"))
	case failure != nil && !canceled:
		tx.abort(failure)
	}
}

// versionChange is an IDBVersionChangeEvent.
type versionChange struct {
	events.Event
	old uint64
	new goja.Value // a number or null
}

// https://w3c.github.io/IndexedDB/#events
var versionChangeClass = &js.Class[*versionChange]{
	Name: "IDBVersionChangeEvent", Parent: events.EventClass, Length: 1,
	New: func(c js.Call) *versionChange {
		e := &versionChange{new: goja.Null()}
		init := e.Construct(c)
		if init == nil {
			return e
		}
		if v := c.Member(init, "oldVersion"); v != nil {
			e.old = c.Integer(v, "oldVersion", 64)
		}
		if v := c.Member(init, "newVersion"); v != nil && !goja.IsNull(v) {
			e.new = c.VM.ToValue(c.Integer(v, "newVersion", 64))
		}
		return e
	},
	Attrs: []js.Attr[*versionChange]{
		{Name: "oldVersion", Get: func(e *versionChange, c js.Call) goja.Value { return c.VM.ToValue(e.old) }},
		{Name: "newVersion", Get: func(e *versionChange, _ js.Call) goja.Value { return e.new }},
	},
}
