package performance

import (
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// timeline is a realm's timeline: the native value of its Performance object.
type timeline struct {
	events.Target
	realm     *js.Realm
	object    *goja.Object
	entries   []Instance // in the order they came
	observers []*observer
	lastID    int
	queued    bool // the observers' task is queued

	resources, size int  // entries of resources, and how many there may be
	sized, full     bool // a script has set size; told that the buffer is full
}

type timelineKey struct{}

// timelineOf is the realm's timeline, made on demand.
func timelineOf(r *js.Realm) *timeline {
	t, ok := r.Slot(timelineKey{}).(*timeline)
	if !ok {
		t = &timeline{realm: r}
		r.Attach(timelineKey{}, t)
	}
	return t
}

func (t *timeline) now() float64 { return events.Timestamp(t.realm, t.realm.Loop.Now()) }

// Queue puts an entry, an instance of a class derived from [EntryClass], on the
// realm's timeline and tells the observers of its type.
//
// https://w3c.github.io/performance-timeline/#queue-a-performanceentry
func Queue(r *js.Realm, class js.Described, i Instance) *goja.Object {
	t, e := timelineOf(r), i.Base()
	if e.object == nil {
		e.object = r.Wrap(class, i)
	}
	t.lastID++
	e.id = t.lastID // 1
	for _, o := range t.observers {
		if slices.Contains(o.types, e.Type) {
			o.buffer = append(o.buffer, i) // 6, 7
		}
	}
	t.entries = append(t.entries, i) // 8
	t.queueTask()                    // 9
	return e.object
}

// clear removes the entries of a type, of one name only unless it is nil.
func (t *timeline) clear(typ string, name *string) {
	t.entries = slices.DeleteFunc(t.entries, func(i Instance) bool {
		e := i.Base()
		return e.Type == typ && (name == nil || e.Name == *name)
	})
}

// filter gives the entries of a type and name, "" and nil for any, in order of time.
//
// https://w3c.github.io/performance-timeline/#dfn-filter-buffer-by-name-and-type
func filter(entries []Instance, typ, name *string) []Instance {
	var out []Instance
	for _, i := range entries {
		e := i.Base()
		if (typ == nil || *typ == e.Type) && (name == nil || *name == e.Name) {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b Instance) int {
		switch x, y := a.Base().Start, b.Base().Start; {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	return out
}

// objects makes a sequence of entries.
func objects(r *js.Realm, entries []Instance) goja.Value {
	list := make([]any, len(entries))
	for i, e := range entries {
		list[i] = e.Base().object
	}
	return r.VM.NewArray(list...)
}

// getters are the three methods that a timeline and a list of entries share.
func getters[T any](entries func(T) []Instance) []js.Method[T] {
	return []js.Method[T]{
		{Name: "getEntries", Call: func(t T, c js.Call) goja.Value {
			return objects(c.Realm, filter(entries(t), nil, nil))
		}},
		{Name: "getEntriesByType", Length: 1, Call: func(t T, c js.Call) goja.Value {
			typ := c.String(c.Arg(0), "type")
			return objects(c.Realm, filter(entries(t), &typ, nil))
		}},
		{Name: "getEntriesByName", Length: 1, Call: func(t T, c js.Call) goja.Value {
			name := c.String(c.Arg(0), "name")
			return objects(c.Realm, filter(entries(t), optional(c, 1, "type"), &name))
		}},
	}
}

// optional is the i-th argument as a string, nil when it is not given.
func optional(c js.Call, i int, what string) *string {
	if goja.IsUndefined(c.Arg(i)) {
		return nil
	}
	s := c.String(c.Arg(i), what)
	return &s
}
