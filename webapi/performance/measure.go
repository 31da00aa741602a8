package performance

import (
	"github.com/dop251/goja"

	"asterism/js"
)

// measure is https://w3c.github.io/user-timing/#measure-method
func (t *timeline) measure(c js.Call) *detailed {
	m := &detailed{Entry: Entry{Name: c.String(c.Arg(0), "measureName"), Type: "measure"}, detail: goja.Null()}
	arg := c.Arg(1)
	options, isObject := arg.(*goja.Object)
	var value, duration, end, start goja.Value // a dictionary's order
	if isObject {
		value, duration = c.Member(options, "detail"), c.Member(options, "duration")
		if duration != nil {
			duration = c.VM.ToValue(c.Double(duration, "duration"))
		}
		end, start = stringOrNumber(c, options, "end"), stringOrNumber(c, options, "start")
	} else if !goja.IsUndefined(arg) && !goja.IsNull(arg) {
		start = c.VM.ToValue(c.String(arg, "startOrMeasureOptions"))
	}
	endMark := optional(c, 2, "endMark")
	if isObject && (value != nil || duration != nil || end != nil || start != nil) { // 1
		switch {
		case endMark != nil:
			c.Throw(c.TypeError("measure: an end mark beside options"))
		case start == nil && end == nil:
			c.Throw(c.TypeError("measure: the options have neither start nor end"))
		case start != nil && end != nil && duration != nil:
			c.Throw(c.TypeError("measure: the options have all of start, end and duration"))
		}
	}
	var until float64
	switch { // 2
	case endMark != nil:
		until = t.markTime(c, *endMark)
	case end != nil:
		until = t.timeOf(c, end)
	case start != nil && duration != nil:
		until = t.timeOf(c, start) + t.timeOf(c, duration)
	default:
		until = t.now()
	}
	switch { // 3
	case start != nil:
		m.Start = t.timeOf(c, start)
	case duration != nil && end != nil:
		m.Start = until - t.timeOf(c, duration)
	}
	m.Duration = until - m.Start // 8
	m.detail = cloned(c, value)  // 9
	return m
}

// stringOrNumber is a member of type (DOMString or DOMHighResTimeStamp).
func stringOrNumber(c js.Call, options *goja.Object, name string) goja.Value {
	v := c.Member(options, name)
	switch {
	case v == nil:
		return nil
	case goja.IsNumber(v):
		return c.VM.ToValue(c.Double(v, name))
	}
	return c.DOMString(v, name)
}

// timeOf is https://w3c.github.io/user-timing/#convert-a-mark-to-a-timestamp
func (t *timeline) timeOf(c js.Call, v goja.Value) float64 {
	if !goja.IsNumber(v) {
		return t.markTime(c, v.String())
	}
	ms := v.ToFloat()
	if ms < 0 {
		c.Throw(c.TypeError("measure: the time %v is negative", ms))
	}
	return ms
}

// markTime is when the latest mark of a name was made.
func (t *timeline) markTime(c js.Call, name string) float64 {
	for i := len(t.entries) - 1; i >= 0; i-- {
		if e := t.entries[i].Base(); e.Type == "mark" && e.Name == name {
			return e.Start
		}
	}
	c.Throw(c.DOMException("SyntaxError", "there is no mark '%s'", name))
	return 0
}
