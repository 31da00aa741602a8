package js

import (
	"math"
	"strings"

	"github.com/dop251/goja"
)

// Guards stand in front of natives that allocate, or loop, as much as they are
// told, where the engine cannot be interrupted: asked for too much they throw a
// RangeError at once, as browsers do at their own limits. Reasonable calls pay a
// few tens of nanoseconds. Growth in small steps is not their business: that the
// process's memory limit stops.
const (
	maxText   = 1 << 27 // characters of one string made by one call
	maxBuffer = 1 << 28 // bytes of one buffer
	maxFill   = 1 << 24 // elements one call may visit
	maxSpread = 1 << 17 // arguments of one call
)

// guard replaces holder[name] by check, which gives the original's result or throws.
func (r *Realm) guard(holder *goja.Object, name string, length int, check func(call goja.FunctionCall)) {
	original := native(holder.Get(name))
	must(holder.DefineDataProperty(name, r.function(name, length, func(call goja.FunctionCall) goja.Value {
		check(call)
		return original(call)
	}), yes, yes, no))
}

// units is the length of a string receiver; other receivers are converted by the
// original, which costs what their conversion costs.
func units(v goja.Value) float64 {
	if s, ok := v.(goja.String); ok {
		return float64(s.Length())
	}
	return 1
}

// size is ToNumber of an argument that asks for an amount. Objects are left to the
// original unless they are plain numbers: converting twice would be visible.
func size(v goja.Value) float64 {
	switch v.(type) {
	case *goja.Object, *goja.Symbol:
		return 0
	}
	if goja.IsBigInt(v) {
		return 0
	}
	f := v.ToFloat()
	if math.IsNaN(f) {
		return 0
	}
	return f
}

func (r *Realm) guardRepeat(text *goja.Object) {
	r.guard(text, "repeat", 1, func(call goja.FunctionCall) {
		n := size(call.Argument(0))
		if units(call.This)*n > maxText && !math.IsInf(n, 1) {
			r.Throw(r.RangeError("Invalid string length: repeat would make %.0f characters, the limit is %d", units(call.This)*n, maxText))
		}
	})
}

func (r *Realm) guardPad(text *goja.Object, name string) {
	r.guard(text, name, 1, func(call goja.FunctionCall) {
		if n := size(call.Argument(0)); n > maxText {
			r.Throw(r.RangeError("Invalid string length: %s to %.0f characters, the limit is %d", name, n, maxText))
		}
	})
}

// lengthOf is the length of an array-like, without running anything of its own
// beyond the length getter.
func lengthOf(v goja.Value) float64 {
	o, ok := v.(*goja.Object)
	if !ok {
		return 0
	}
	n := o.Get("length")
	if n == nil {
		return 0
	}
	return size(n)
}

func (r *Realm) guardFill(list *goja.Object) {
	r.guard(list, "fill", 1, func(call goja.FunctionCall) {
		if n := lengthOf(call.This); n > maxFill {
			r.Throw(r.RangeError("Array too large to fill: %.0f elements, the limit is %d", n, maxFill))
		}
	})
}

func (r *Realm) guardJoin(list *goja.Object) {
	r.guard(list, "join", 1, func(call goja.FunctionCall) {
		n := lengthOf(call.This)
		if n > maxFill || n*units(call.Argument(0)) > maxText {
			r.Throw(r.RangeError("Invalid string length: joining %.0f elements", n))
		}
	})
}

// guardList bounds the argument list (argument i) of apply and construct.
func (r *Realm) guardList(holder *goja.Object, name string, i, length int) {
	r.guard(holder, name, length, func(call goja.FunctionCall) {
		if n := lengthOf(call.Argument(i)); n > maxSpread {
			r.Throw(r.RangeError("Too many arguments: %.0f, the limit is %d", n, maxSpread))
		}
	})
}

// guardJSON bounds how deep JSON may nest: the engine's parser recurses, and Go's
// stack overflow is fatal. What the engine says of text that goes on after its
// value can end in Go's "<nil>": that is taken off.
func (r *Realm) guardJSON(json *goja.Object) {
	original := native(json.Get("parse"))
	must(json.DefineDataProperty("parse", r.function("parse", 2, func(call goja.FunctionCall) goja.Value {
		defer func() {
			x := recover()
			if x == nil {
				return
			}
			if e, ok := x.(*goja.Object); ok {
				if text := e.Get("message"); text != nil {
					if rest, cut := strings.CutSuffix(text.String(), ": <nil>"); cut {
						_ = e.DefineDataProperty("message", r.VM.ToValue(rest), yes, yes, no)
					}
				}
			}
			panic(x)
		}()
		return original(call)
	}), yes, yes, no))
	r.guard(json, "parse", 2, func(call goja.FunctionCall) {
		s, ok := call.Argument(0).(goja.String)
		if !ok || s.Length() < maxNesting {
			return
		}
		if jsonDepth(s.String()) > maxNesting {
			r.Throw(r.SyntaxErrorValue("JSON nested deeper than %d", maxNesting))
		}
	})
}

// maxNesting is how deep JSON may nest.
const maxNesting = 10_000

// jsonDepth is how deep brackets nest outside of strings.
func jsonDepth(text string) int {
	depth, deepest := 0, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '[', '{':
			depth++
			deepest = max(deepest, depth)
		case ']', '}':
			depth--
		case '"':
			for i++; i < len(text) && text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		}
	}
	return deepest
}

// guardBuffer bounds a buffer constructor. The guard is a proxy: the constructor
// keeps its identity for subclasses, statics and instanceof.
func (r *Realm) guardBuffer(ctor *goja.Object, element float64) goja.Value {
	r.patchBufferPrototype()
	construct, _ := goja.AssertConstructor(ctor)
	var self *goja.Object
	proxy := r.VM.NewProxy(ctor, &goja.ProxyTrapConfig{
		Construct: func(_ *goja.Object, args []goja.Value, target *goja.Object) *goja.Object {
			if ctor.Get("isView") != nil {
				r.noResizing(args)
			}
			if len(args) > 0 {
				if n := elements(args[0]) * element; n > maxBuffer && !math.IsInf(n, 1) {
					r.Throw(r.RangeError("Array buffer allocation failed: %.0f bytes, the limit is %d", n, maxBuffer))
				}
			}
			if target == self {
				target = ctor
			}
			o, err := construct(target, args...)
			if err != nil {
				panic(err)
			}
			return o
		},
	})
	self = r.VM.ToValue(proxy).(*goja.Object)
	must(ctor.Get("prototype").(*goja.Object).DefineDataProperty("constructor", self, yes, yes, no))
	r.instanceThrough(ctor, self)
	return self
}

// instanceThrough lets the proxy of a constructor stand on the right of instanceof,
// where the engine refuses proxies.
func (r *Realm) instanceThrough(ctor, proxy *goja.Object) {
	ordinary := native(ctor.GetSymbol(goja.SymHasInstance))
	must(ctor.DefineDataPropertySymbol(goja.SymHasInstance, r.function("[Symbol.hasInstance]", 1, func(call goja.FunctionCall) goja.Value {
		if call.This == goja.Value(proxy) {
			call.This = ctor
		}
		return ordinary(call)
	}), no, no, no))
}

// elements is how many elements a buffer made from v has; a view of an existing
// buffer makes none.
func elements(v goja.Value) float64 {
	o, ok := v.(*goja.Object)
	switch {
	case !ok:
		return size(v)
	case o.ExportType() == bufferType:
		return 0
	}
	return lengthOf(o)
}
