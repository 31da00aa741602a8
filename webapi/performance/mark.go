package performance

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
)

// detailed is an entry with a value of the script's.
type detailed struct {
	Entry
	detail goja.Value
}

func detail(d *detailed, _ js.Call) goja.Value { return d.detail }

// markClass is PerformanceMark.
//
// https://w3c.github.io/user-timing/#performancemark
var markClass = &js.Class[*detailed]{
	Name:   "PerformanceMark",
	Parent: EntryClass,
	Length: 1,
	New: func(c js.Call) *detailed {
		m := newMark(c)
		m.object, _ = c.This.(*goja.Object)
		return m
	},
	Attrs: []js.Attr[*detailed]{{Name: "detail", Get: detail}},
}

// measureClass is PerformanceMeasure.
//
// https://w3c.github.io/user-timing/#performancemeasure
var measureClass = &js.Class[*detailed]{
	Name:   "PerformanceMeasure",
	Parent: EntryClass,
	Attrs:  []js.Attr[*detailed]{{Name: "detail", Get: detail}},
}

// newMark is https://w3c.github.io/user-timing/#performancemark-constructor; the
// names of PerformanceTiming's attributes are reserved in documents only.
func newMark(c js.Call) *detailed {
	name := c.String(c.Arg(0), "markName")
	options := c.Dict(c.Arg(1), "markOptions")
	value := c.Member(options, "detail")
	start := timelineOf(c.Realm).now() // 5
	if v := c.Member(options, "startTime"); v != nil {
		if start = c.Double(v, "startTime"); start < 0 {
			c.Throw(c.TypeError("the start time %v of mark '%s' is negative", start, name))
		}
	}
	return &detailed{Entry{Name: name, Type: "mark", Start: start}, cloned(c, value)} // 3, 4, 6 – 8
}

// cloned is a detail as an entry keeps it.
func cloned(c js.Call, v goja.Value) goja.Value {
	if v == nil || goja.IsNull(v) {
		return goja.Null()
	}
	out, err := clone.Deserialize(c.Realm, clone.SerializeCall(c, v, nil))
	if err != nil {
		if thrown, ok := err.(*js.Exception); ok {
			c.Throw(thrown.Value)
		}
		panic(err) // a limit: not for the script to catch
	}
	return out
}
