package performance

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// Entry is an entry of the timeline; the native value of every PerformanceEntry
// object embeds it.
//
// https://w3c.github.io/performance-timeline/#dom-performanceentry
type Entry struct {
	Name, Type      string
	Start, Duration float64 // milliseconds, Start since the time origin

	id     int
	object *goja.Object
}

// Instance is the native value of a PerformanceEntry: a struct that embeds Entry.
type Instance interface{ Base() *Entry }

// Base is the entry itself.
func (e *Entry) Base() *Entry { return e }

// EntryClass is PerformanceEntry.
var EntryClass = &js.Class[Instance]{
	Name: "PerformanceEntry",
	Attrs: []js.Attr[Instance]{
		{Name: "id", Get: func(i Instance, c js.Call) goja.Value { return c.VM.ToValue(i.Base().id) }},
		{Name: "name", Get: func(i Instance, c js.Call) goja.Value { return c.VM.ToValue(i.Base().Name) }},
		{Name: "entryType", Get: func(i Instance, c js.Call) goja.Value { return c.VM.ToValue(i.Base().Type) }},
		{Name: "startTime", Get: func(i Instance, c js.Call) goja.Value { return c.VM.ToValue(i.Base().Start) }},
		{Name: "duration", Get: func(i Instance, c js.Call) goja.Value { return c.VM.ToValue(i.Base().Duration) }},
		// No navigation leads to a worker, and documents here are not timed.
		{Name: "navigationId", Get: func(_ Instance, c js.Call) goja.Value { return c.VM.ToValue(0) }},
	},
	Methods: []js.Method[Instance]{{Name: "toJSON", Call: func(i Instance, c js.Call) goja.Value {
		e := i.Base()
		o := c.VM.NewObject()
		for _, p := range []struct {
			name  string
			value any
		}{
			{"id", e.id}, {"name", e.Name}, {"entryType", e.Type}, {"startTime", e.Start}, {"duration", e.Duration}, {"navigationId", 0},
		} {
			put(o, p.name, c.VM.ToValue(p.value))
		}
		return o
	}}},
}

// put defines a property of a new object, whatever is on Object.prototype.
func put(o *goja.Object, name string, v goja.Value) {
	if err := o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
		panic(err) // a new ordinary object takes any property
	}
}
