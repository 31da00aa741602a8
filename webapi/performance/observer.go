package performance

import (
	"errors"
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// supported are the types of entries, in alphabetical order.
//
// https://w3c.github.io/performance-timeline/#dfn-frozen-array-of-supported-entry-types
var supported = []string{"mark", "measure", "navigation", "resource"}

// observer is the native value of a PerformanceObserver.
type observer struct {
	object   *goja.Object
	callback goja.Callable
	mode     string // "entryTypes", "type", or "" while undecided
	types    []string
	buffer   []Instance
	dropped  bool // the callback was told of dropped entries
}

// observerClass is PerformanceObserver.
//
// https://w3c.github.io/performance-timeline/#the-performanceobserver-interface
var observerClass = &js.Class[*observer]{
	Name:   "PerformanceObserver",
	Length: 1,
	New: func(c js.Call) *observer {
		o := &observer{callback: c.Callback(c.Arg(0), "Failed to construct 'PerformanceObserver': parameter 1")}
		o.object, _ = c.This.(*goja.Object)
		return o
	},
	StaticAttrs: []js.StaticAttr{{Name: "supportedEntryTypes", Get: supportedTypes}},
	Methods: []js.Method[*observer]{
		{Name: "observe", Call: observe},
		{Name: "disconnect", Call: func(o *observer, c js.Call) goja.Value {
			t := timelineOf(c.Realm)
			t.observers = slices.DeleteFunc(slices.Clone(t.observers), func(other *observer) bool { return other == o })
			o.buffer, o.types = nil, nil
			return nil
		}},
		{Name: "takeRecords", Call: func(o *observer, c js.Call) goja.Value {
			records := objects(c.Realm, o.buffer)
			o.buffer = nil
			return records
		}},
	},
}

type supportedKey struct{}

func supportedTypes(c js.Call) goja.Value {
	if list, ok := c.Slot(supportedKey{}).(goja.Value); ok {
		return list
	}
	names := make([]goja.Value, len(supported))
	for i, name := range supported {
		names[i] = c.VM.ToValue(name)
	}
	list := events.FrozenArray(c.Realm, names)
	c.Attach(supportedKey{}, list)
	return list
}

// observe is https://w3c.github.io/performance-timeline/#observe-method
func observe(o *observer, c js.Call) goja.Value {
	options := c.Dict(c.Arg(0), "options")
	buffered := c.Member(options, "buffered")
	var types []string
	list := c.Member(options, "entryTypes")
	if list != nil {
		types = c.Strings(list, "entryTypes")
	}
	typ := c.Member(options, "type")
	name := ""
	if typ != nil {
		name = c.String(typ, "type")
	}
	mode := "type"
	switch { // 2 – 4
	case list == nil && typ == nil:
		c.Throw(c.TypeError("observe: neither entryTypes nor type is given"))
	case list != nil && (typ != nil || buffered != nil):
		c.Throw(c.TypeError("observe: entryTypes stands alone"))
	case list != nil:
		mode = "entryTypes"
	}
	if o.mode != "" && o.mode != mode { // 5, 6
		c.Throw(c.DOMException("InvalidModificationError", "observe: entryTypes and type do not go together"))
	}
	o.mode, o.dropped = mode, false // 7
	t := timelineOf(c.Realm)
	if mode == "entryTypes" { // 8
		types = slices.DeleteFunc(types, func(s string) bool { return !slices.Contains(supported, s) })
		if len(types) > 0 {
			o.types = types
			t.register(o)
		}
		return nil
	}
	if !slices.Contains(supported, name) { // 9
		return nil
	}
	if !slices.Contains(o.types, name) {
		o.types = append(o.types, name)
	}
	t.register(o)
	if buffered != nil && buffered.ToBoolean() {
		o.buffer = append(o.buffer, filter(t.entries, &name, nil)...)
		t.queueTask()
	}
	return nil
}

func (t *timeline) register(o *observer) {
	if !slices.Contains(t.observers, o) {
		t.observers = append(slices.Clone(t.observers), o)
	}
}

// queueTask is https://w3c.github.io/performance-timeline/#queue-the-performanceobserver-task
func (t *timeline) queueTask() {
	if t.queued || len(t.observers) == 0 {
		return
	}
	t.queued = true
	t.realm.Loop.Post(func() {
		t.queued = false
		for _, o := range t.observers {
			if err := t.deliver(o); err != nil {
				return // the loop ends
			}
		}
	})
}

// deliver calls an observer's callback with what it has not seen.
func (t *timeline) deliver(o *observer) error {
	if len(o.buffer) == 0 {
		return nil
	}
	r := t.realm
	list := &entryList{o.buffer}
	o.buffer = nil
	options := r.VM.NewObject()
	if !o.dropped {
		o.dropped = true
		put(options, "droppedEntriesCount", r.VM.ToValue(0))
	}
	_, err := r.Call(o.callback, o.object, r.Wrap(listClass, list), o.object, options)
	var thrown *js.Exception
	if errors.As(err, &thrown) {
		r.ReportThrown(thrown)
		return nil
	}
	return err
}

// entryList is the native value of a PerformanceObserverEntryList.
type entryList struct{ entries []Instance }

// listClass is PerformanceObserverEntryList.
//
// https://w3c.github.io/performance-timeline/#performanceobserverentrylist-interface
var listClass = &js.Class[*entryList]{
	Name:    "PerformanceObserverEntryList",
	Methods: getters(func(l *entryList) []Instance { return l.entries }),
}
