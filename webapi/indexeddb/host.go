package indexeddb

import (
	"context"
	"errors"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"
)

// Host keeps one origin's databases. Its methods are called on goroutines of
// their own. What they give is not written to. A *schemas.Error with an Exception
// becomes that DOMException.
type Host interface {
	// List is the databases there are.
	List(ctx context.Context) ([]schemas.Database, error)
	// Read is a database as it is now, its records by store; a nil head: there is
	// none.
	Read(ctx context.Context, name []byte) (*schemas.Database, map[int][]schemas.DatabaseRecord, error)
	// Begin is Read that waits until nobody else changes the database, and keeps
	// others from it until Commit or Abort. Commit takes records without a value as
	// deletions, and a nil head as that of the database.
	Begin(ctx context.Context, name []byte) (*schemas.Database, map[int][]schemas.DatabaseRecord, interface {
		Commit(ctx context.Context, head *schemas.Database, puts []schemas.DatabaseRecord) error
		Abort(ctx context.Context) error
	}, error)
}

// realm is the package's state in one realm.
type realm struct {
	*js.Realm
	host      Host
	opaque    bool
	databases map[string]*queue // by name
	factory   goja.Value        // indexedDB, once asked for
	ranges    func(*bounds) goja.Value
	classes   classes
}

// classes are those that objects are made of. They are reached through the realm,
// because their own members make such objects.
type classes struct {
	request, openRequest, database, transaction, store, index, cursor, cursorWithValue js.Described
}

type realmKey struct{}

func realmOf(r *js.Realm) *realm { return r.Slot(realmKey{}).(*realm) }

// Install exposes indexedDB and its classes. opaque: the origin is, and nothing
// can be stored.
func Install(r *js.Realm, h Host, opaque bool) {
	x := &realm{Realm: r, host: h, opaque: opaque, databases: map[string]*queue{}}
	x.ranges = func(b *bounds) goja.Value { return r.Wrap(rangeClass, b) }
	x.classes = classes{requestClass, openRequestClass, databaseClass, transactionClass, storeClass, indexClass, cursorClass, cursorWithValueClass}
	r.Attach(realmKey{}, x)
	for _, class := range []js.Described{
		factoryClass, requestClass, openRequestClass, databaseClass, transactionClass, storeClass, indexClass,
		cursorClass, cursorWithValueClass, rangeClass, versionChangeClass, stringListClass,
	} {
		r.Expose(class)
	}
	r.Attribute(js.Attr[*js.Realm]{Name: "indexedDB", Get: func(*js.Realm, js.Call) goja.Value {
		if x.factory == nil {
			x.factory = r.Wrap(factoryClass, x)
		}
		return x.factory
	}})
}

// queue is what goes on with one database in this realm.
type queue struct {
	x            *realm
	name         []byte
	transactions []*transaction // not finished, in the order of their making
	connections  []*connection  // open
	opens        []*opening     // the first is under way
}

func (x *realm) queue(name []byte) *queue {
	q := x.databases[string(name)]
	if q == nil {
		q = &queue{x: x, name: name}
		x.databases[string(name)] = q
	}
	return q
}

// fire dispatches an event; threw: a listener has thrown.
func (x *realm) fire(target events.Node, class js.Described, e events.Instance) (threw, canceled bool) {
	ok, err := events.Fire(x.Realm, target, class, e)
	if err != nil && !errors.Is(err, js.ErrStopped) {
		x.Loop.Stop(err)
	}
	return e.Base().Threw, !ok
}

// async runs work elsewhere and then done on the loop.
func async[T any](x *realm, work func(ctx context.Context) (T, error), done func(T, error)) {
	ctx := x.Loop.Context()
	go func() {
		v, err := work(ctx)
		x.Loop.Post(func() { _ = x.Do(func() { done(v, err) }) })
	}()
}

// failure is the DOMException of a failed operation of the host.
func (x *realm) failure(err error) *goja.Object {
	if e, ok := errors.AsType[*schemas.Error](err); ok && e.Exception != "" {
		return x.DOMException(e.Exception, "%s", e.Message)
	}
	return x.DOMException("UnknownError", "the database cannot be reached: %s", err.Error())
}
