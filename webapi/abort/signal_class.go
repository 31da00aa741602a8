package abort

import (
	"math"
	"time"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// SignalClass is AbortSignal.
//
// https://dom.spec.whatwg.org/#interface-AbortSignal
var SignalClass = &js.Class[*Signal]{
	Name:   "AbortSignal",
	Parent: events.TargetClass,
	Attrs: []js.Attr[*Signal]{
		{Name: "aborted", Get: func(s *Signal, c js.Call) goja.Value { return c.VM.ToValue(s.aborted) }},
		{Name: "reason", Get: func(s *Signal, c js.Call) goja.Value { return s.Reason() }},
		events.Handler[*Signal]("abort"),
	},
	Methods: []js.Method[*Signal]{
		{Name: "throwIfAborted", Call: func(s *Signal, c js.Call) goja.Value {
			if s.aborted {
				c.Throw(s.Reason())
			}
			return goja.Undefined()
		}},
	},
	Static: []js.Function{
		{Name: "abort", Call: staticAbort},
		{Name: "timeout", Length: 1, Call: staticTimeout},
		{Name: "any", Length: 1, Call: staticAny},
	},
}

// staticAbort is https://dom.spec.whatwg.org/#dom-abortsignal-abort
func staticAbort(c js.Call) goja.Value {
	s := New(c.Realm)
	s.aborted, s.reason = true, c.Arg(0)
	if goja.IsUndefined(s.reason) {
		s.reason = c.DOMException("AbortError", "signal is aborted without reason")
	}
	return s.Object()
}

// staticTimeout is https://dom.spec.whatwg.org/#dom-abortsignal-timeout
func staticTimeout(c js.Call) goja.Value {
	ms := c.Arg(0).ToFloat()
	if math.IsNaN(ms) || math.IsInf(ms, 0) || math.Trunc(ms) < 0 || ms > 1<<53-1 { // [EnforceRange]
		c.Throw(c.TypeError("AbortSignal.timeout: %v is not a number of milliseconds in range", c.Arg(0)))
	}
	delay := time.Duration(math.MaxInt64)
	if ms = math.Trunc(ms); ms < float64(math.MaxInt64/int64(time.Millisecond)) {
		delay = time.Duration(ms) * time.Millisecond
	}
	s := New(c.Realm)
	c.Loop.Schedule(delay, func() {
		_ = s.Abort(s.realm.DOMException("TimeoutError", "signal timed out"))
	})
	return s.Object()
}

// staticAny is https://dom.spec.whatwg.org/#dom-abortsignal-any
func staticAny(c js.Call) goja.Value {
	if _, ok := c.Arg(0).(*goja.Object); !ok {
		c.Throw(c.TypeError("AbortSignal.any: the argument is not iterable"))
	}
	var sources []*Signal
	c.VM.ForOf(c.Arg(0), func(v goja.Value) bool {
		s, ok := js.Native[*Signal](c.Realm, v)
		if !ok {
			c.Throw(c.TypeError("AbortSignal.any: the argument holds something that is not an AbortSignal"))
		}
		sources = append(sources, s)
		return true
	})
	return Any(c.Realm, sources...).Object()
}
