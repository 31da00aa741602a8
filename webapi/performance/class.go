package performance

import (
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// class is Performance.
//
// https://w3c.github.io/hr-time/#sec-performance
var class = &js.Class[*timeline]{
	Name:   "Performance",
	Parent: events.TargetClass,
	Attrs: []js.Attr[*timeline]{
		events.Handler[*timeline]("resourcetimingbufferfull"),
		{Name: "timeOrigin", Get: func(t *timeline, c js.Call) goja.Value { return c.VM.ToValue(t.origin()) }},
	},
	Methods: slices.Concat(
		[]js.Method[*timeline]{
			{Name: "now", Call: func(t *timeline, c js.Call) goja.Value { return c.VM.ToValue(t.now()) }},
			{Name: "toJSON", Call: func(t *timeline, c js.Call) goja.Value {
				o := c.VM.NewObject()
				put(o, "timeOrigin", c.VM.ToValue(t.origin()))
				return o
			}},
		},
		getters(func(t *timeline) []Instance { return t.entries }),
		[]js.Method[*timeline]{
			{Name: "mark", Length: 1, Call: func(_ *timeline, c js.Call) goja.Value {
				return Queue(c.Realm, markClass, newMark(c))
			}},
			{Name: "clearMarks", Call: func(t *timeline, c js.Call) goja.Value {
				t.clear("mark", optional(c, 0, "markName"))
				return nil
			}},
			{Name: "measure", Length: 1, Call: func(t *timeline, c js.Call) goja.Value {
				return Queue(c.Realm, measureClass, t.measure(c))
			}},
			{Name: "clearMeasures", Call: func(t *timeline, c js.Call) goja.Value {
				t.clear("measure", optional(c, 0, "measureName"))
				return nil
			}},
			{Name: "clearResourceTimings", Call: func(t *timeline, _ js.Call) goja.Value {
				t.clear("resource", nil)
				t.resources, t.full = 0, false
				return nil
			}},
			{Name: "setResourceTimingBufferSize", Length: 1, Call: func(t *timeline, c js.Call) goja.Value {
				t.size, t.sized, t.full = int(min(c.Integer(c.Arg(0), "maxSize", 32), 1<<20)), true, false
				return nil
			}},
		},
	),
}

// origin is the time origin in milliseconds since 1970.
//
// https://w3c.github.io/hr-time/#timeorigin-attribute
func (t *timeline) origin() float64 {
	return float64(events.TimeOrigin(t.realm).UnixMicro()/5*5) / 1000
}

// Install exposes the classes and the attribute performance.
func Install(r *js.Realm) {
	for _, k := range []js.Described{class, EntryClass, ResourceClass, NavigationClass, markClass, measureClass, observerClass, listClass} {
		r.Expose(k)
	}
	r.Attribute(js.Attr[*js.Realm]{Name: "performance", Replaceable: true, Get: func(*js.Realm, js.Call) goja.Value {
		t := timelineOf(r)
		if t.object == nil {
			t.object = r.Wrap(class, t)
			t.Bind(t.object)
		}
		return t.object
	}})
}
