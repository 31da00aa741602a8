package indexeddb

import (
	"context"
	"slices"

	"github.com/dop251/goja"

	"asterism/schemas"
	"asterism/webapi/events"
)

// opening is an open or delete request under way; those of one name run one after
// another.
type opening struct {
	queue   *queue
	request *request
	version uint64 // 0: as it is
	delete  bool

	asked   bool // the other connections have heard
	blocked bool
	have    *schemas.Database
	db      *connection
	tx      *transaction
	old     *schemas.Database // before the upgrade
	waiting bool
}

// add puts an opening at the end of the queue.
func (q *queue) add(o *opening) {
	q.opens = append(q.opens, o)
	if len(q.opens) == 1 {
		q.x.Loop.Post(func() { _ = q.x.Do(o.begin) })
	}
}

// done takes the first opening off; the next begins.
func (o *opening) done(result goja.Value, failure *goja.Object, event events.Instance) {
	q, r := o.queue, o.request
	q.x.Loop.Post(func() {
		r.done, r.tx = true, nil
		r.result, r.err = result, goja.Null()
		if failure != nil {
			r.result, r.err = goja.Undefined(), failure
			q.x.fire(r, events.EventClass, &events.Event{Type: "error", Bubbles: true, Cancelable: true})
		} else if event != nil {
			q.x.fire(r, versionChangeClass, event)
		} else {
			q.x.fire(r, events.EventClass, &events.Event{Type: "success"})
		}
	})
	q.opens = q.opens[1:]
	if len(q.opens) > 0 {
		next := q.opens[0]
		q.x.Loop.Post(func() { _ = q.x.Do(next.begin) })
	}
	q.pump()
}

func (o *opening) fail(name, format string, args ...any) {
	o.done(nil, o.queue.x.DOMException(name, format, args...), nil)
}

// begin is https://w3c.github.io/IndexedDB/#open-a-database-connection
func (o *opening) begin() {
	q := o.queue
	async(q.x, func(ctx context.Context) (*schemas.Database, error) {
		head, _, err := q.x.host.Read(ctx, q.name)
		return head, err
	}, func(head *schemas.Database, err error) {
		o.have = head
		var version uint64
		if head != nil {
			version = head.Version
		}
		switch {
		case err != nil:
			o.done(nil, q.x.failure(err), nil)
		case o.delete && head == nil:
			o.done(goja.Undefined(), nil, &versionChange{Event: events.Event{Type: "success"}, new: goja.Null()})
		case o.delete:
			o.wait()
		case o.version == 0 && version == 0:
			o.version = 1
			o.wait()
		case o.version == 0 || o.version == version:
			o.done(o.connect(head, version).object, nil, nil)
		case o.version < version:
			o.fail("VersionError", "the database has version %d, which is later than %d", version, o.version)
		default:
			o.wait()
		}
	})
}

// connect is a new connection.
func (o *opening) connect(head *schemas.Database, version uint64) *connection {
	q := o.queue
	d := &connection{x: q.x, queue: q, version: version, head: head}
	d.object = q.x.Wrap(q.x.classes.database, d)
	d.Bind(d.object)
	q.connections = append(q.connections, d)
	return d
}

// wait asks the realm's other connections to close, and waits until they have.
func (o *opening) wait() {
	q := o.queue
	o.waiting = true
	if !o.asked {
		o.asked = true
		var old uint64
		if o.have != nil {
			old = o.have.Version
		}
		next := q.x.VM.ToValue(o.version)
		if o.delete {
			next = goja.Null()
		}
		open := slices.Clone(q.connections)
		q.x.Loop.Post(func() {
			for _, d := range open {
				if !d.closing {
					q.x.fire(d, versionChangeClass, &versionChange{Event: events.Event{Type: "versionchange"}, old: old, new: next})
				}
			}
			if len(q.connections) > 0 {
				q.x.fire(o.request, versionChangeClass, &versionChange{Event: events.Event{Type: "blocked"}, old: old, new: next})
			}
			_ = q.x.Do(func() { o.blocked = true; q.advance() })
		})
		return
	}
	q.advance()
}

// advance goes on with the first opening when all connections are closed.
func (q *queue) advance() {
	if len(q.opens) == 0 || len(q.connections) > 0 {
		return
	}
	if o := q.opens[0]; o.waiting && o.blocked {
		o.waiting = false
		o.change()
	}
}

// change upgrades or deletes the database.
func (o *opening) change() {
	q := o.queue
	async(q.x, func(ctx context.Context) (b begun, err error) {
		b.head, b.records, b.change, err = q.x.host.Begin(ctx, q.name)
		if err == nil && o.delete {
			var all []schemas.DatabaseRecord
			if len(b.records) > 0 || b.head != nil {
				err = b.change.Commit(ctx, nil, all)
			} else {
				err = b.change.Abort(ctx)
			}
		}
		return b, err
	}, func(b begun, err error) {
		var old uint64
		if b.head != nil {
			old = b.head.Version
		}
		switch {
		case err != nil:
			o.done(nil, q.x.failure(err), nil)
		case o.delete:
			o.done(goja.Undefined(), nil, &versionChange{Event: events.Event{Type: "success"}, old: old, new: goja.Null()})
		default:
			o.upgrade(b, old)
		}
	})
}

// upgrade is https://w3c.github.io/IndexedDB/#upgrade-a-database
func (o *opening) upgrade(b begun, old uint64) {
	q := o.queue
	if b.head == nil {
		b.head = &schemas.Database{Name: q.name}
	}
	if old > o.version { // somebody else was faster
		go func() { _ = b.change.Abort(context.WithoutCancel(q.x.Loop.Context())) }()
		o.fail("VersionError", "the database has version %d by now", old)
		return
	}
	o.old = b.head
	o.db = o.connect(b.head, o.version)
	tx := o.db.newTransaction("versionchange", nil)
	tx.upgrade, o.tx = o, tx
	tx.starting = true
	tx.begin(b)
	tx.head.Version, tx.touched = o.version, true
	o.db.upgrade = tx
	q.transactions = append(q.transactions, tx)
	q.x.Loop.Post(func() {
		r := o.request
		r.done, r.result, r.tx, r.err = true, o.db.object, tx, goja.Null()
		tx.active = true
		threw, _ := q.x.fire(r, versionChangeClass, &versionChange{Event: events.Event{Type: "upgradeneeded"}, old: old, new: q.x.VM.ToValue(o.version)})
		tx.active = false
		_ = q.x.Do(func() {
			if threw {
				tx.abort(q.x.DOMException("AbortError", "a listener of the upgrade threw"))
			}
			tx.next()
		})
	})
}

// revert undoes what the upgrade changed at the connection.
func (o *opening) revert() {
	o.db.head = o.old
	o.db.version = o.old.Version
	o.tx.head = cloneHead(o.old)
}

// upgraded is told that the upgrade has ended.
func (o *opening) upgraded(aborted bool) {
	o.db.upgrade = nil
	if aborted {
		o.db.closing = true
		o.request.tx = nil
		_ = o.queue.x.Do(func() { o.db.closeIfDone() })
		o.fail("AbortError", "the upgrade was aborted")
		return
	}
	o.db.head = o.tx.head
	if o.db.closing {
		o.fail("AbortError", "the connection was closed during the upgrade")
		return
	}
	o.done(o.db.object, nil, nil)
}
