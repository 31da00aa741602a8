package events

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// ProgressEvent tells how far a transfer is, in bytes.
type ProgressEvent struct {
	Event
	LengthComputable bool
	Loaded, Total    float64
}

// ProgressEventClass is ProgressEvent.
//
// https://xhr.spec.whatwg.org/#interface-progressevent
var ProgressEventClass = &js.Class[*ProgressEvent]{
	Name:   "ProgressEvent",
	Parent: EventClass,
	Length: 1,
	New: func(c js.Call) *ProgressEvent {
		e := new(ProgressEvent)
		init := e.Construct(c)
		e.LengthComputable = member(init, "lengthComputable").ToBoolean()
		e.Loaded = double(c, init, "loaded")
		e.Total = double(c, init, "total")
		return e
	},
	Attrs: []js.Attr[*ProgressEvent]{
		{Name: "lengthComputable", Get: func(e *ProgressEvent, c js.Call) goja.Value { return c.VM.ToValue(e.LengthComputable) }},
		{Name: "loaded", Get: func(e *ProgressEvent, c js.Call) goja.Value { return c.VM.ToValue(e.Loaded) }},
		{Name: "total", Get: func(e *ProgressEvent, c js.Call) goja.Value { return c.VM.ToValue(e.Total) }},
	},
}

// double is a dictionary's member of type double with the default 0.
func double(c js.Call, init *goja.Object, name string) float64 {
	v := member(init, name)
	if goja.IsUndefined(v) {
		return 0
	}
	return c.Double(v, name)
}
