package js

import (
	"sync"

	"github.com/dop251/goja"
)

// Described is any *Class[T].
type Described interface{ describe() *spec }

// Class describes a JavaScript class over a Go type, as its IDL would. T is what
// members get as their receiver: a pointer type, or an interface that the
// native values of subclasses also satisfy. A Class is made once, as a package
// variable, is not changed after first use, and serves any number of realms.
type Class[T any] struct {
	Name   string
	Parent Described
	// New makes the native value of `new Name(…)`; nil: "Illegal constructor".
	// c.This is the new object, not yet branded.
	New     func(c Call) T
	Length  int // of the constructor: fewer arguments are a TypeError
	Attrs   []Attr[T]
	Methods []Method[T]
	Static  []Function
	// StaticAttrs are readonly attributes of the constructor.
	StaticAttrs []StaticAttr
	Consts      map[string]int // on the constructor and on the prototype
	// Iterate: the class is a Web IDL iterable<K,V>: entries, keys, values,
	// forEach and @@iterator are made from it. nil: not iterable.
	Iterate func(t T, c Call) Pairs
	// Global: the class of a global object ([Global]): its members are the global
	// object's own properties, and the prototype chain cannot be changed.
	Global bool
	// Shared: the class includes WindowOrWorkerGlobalScope: what [Realm.Operation]
	// and [Realm.Attribute] define are members of it.
	Shared bool
	// IsError: instances are Error objects (they have a stack), and the prototype
	// inherits from Error.prototype, as DOMException's does.
	IsError bool

	once sync.Once
	spec *spec
}

// Pairs gives the i-th pair as it is now; ok is false past the end.
type Pairs func(i int) (key, value goja.Value, ok bool)

// Attr is an attribute: an accessor on the prototype.
type Attr[T any] struct {
	Name string
	Get  func(t T, c Call) goja.Value
	Set  func(t T, c Call, v goja.Value) // nil: readonly
	// Async: a promise attribute: a wrong receiver is a rejection, not an exception.
	Async bool
	// Unforgeable: a fixed own property of every instance ([LegacyUnforgeable]).
	Unforgeable bool
	// Replaceable: an assignment makes an own property that hides the attribute
	// ([Replaceable]); Set is nil.
	Replaceable bool
}

// Method is an operation: a function on the prototype.
type Method[T any] struct {
	Name   string
	Length int // required arguments: fewer is a TypeError
	Call   func(t T, c Call) goja.Value
	// Async: exceptions become rejections; the result is a promise.
	Async bool
	// Symbol: "iterator" or "asyncIterator" instead of, or (the same function)
	// beside, a name.
	Symbol string
}

// StaticAttr is a readonly static attribute.
type StaticAttr struct {
	Name string
	Get  func(c Call) goja.Value
}

// Function is a function without a receiver: a static operation (c.This is the
// constructor), or a global made with [Realm.Function].
type Function struct {
	Name   string
	Length int
	Call   func(c Call) goja.Value
	Async  bool
}

// spec is a Class[T] without its T.
type spec struct {
	name      string
	parent    *spec
	construct func(c Call) any
	length    int
	attrs     []attrSpec
	methods   []methodSpec
	static    []Function
	staticGet []StaticAttr
	consts    map[string]int
	isError   bool
	global    bool
	shared    bool
	iterate   func(v any, c Call) (Pairs, bool)

	shellOnce sync.Once
	shell     *goja.Program
}

type attrSpec struct {
	name  string
	get   func(v any, c Call) (goja.Value, bool)
	set   func(v any, c Call, to goja.Value) bool
	async bool

	unforgeable, replaceable bool
}

type methodSpec struct {
	name, symbol string
	length       int
	call         func(v any, c Call) (goja.Value, bool)
	async        bool
}

// describe erases T. The closures report false when the native value is no T.
func (k *Class[T]) describe() *spec {
	k.once.Do(func() {
		s := &spec{name: k.Name, length: k.Length, static: k.Static, staticGet: k.StaticAttrs, consts: k.Consts,
			isError: k.IsError, global: k.Global, shared: k.Shared}
		if k.Parent != nil {
			s.parent = k.Parent.describe()
			s.isError = s.isError || s.parent.isError
		}
		if make := k.New; make != nil {
			s.construct = func(c Call) any { return make(c) }
		}
		s.attrs = eraseAttrs(k.Attrs)
		s.methods = eraseMethods(k.Methods)
		if iterate := k.Iterate; iterate != nil {
			s.iterate = func(v any, c Call) (Pairs, bool) {
				t, ok := v.(T)
				if !ok {
					return nil, false
				}
				return iterate(t, c), true
			}
		}
		k.spec = s
	})
	return k.spec
}

func eraseAttrs[T any](attrs []Attr[T]) []attrSpec {
	out := make([]attrSpec, len(attrs))
	for i, a := range attrs {
		out[i] = attrSpec{name: a.Name, async: a.Async, unforgeable: a.Unforgeable, replaceable: a.Replaceable, get: func(v any, c Call) (goja.Value, bool) {
			t, ok := v.(T)
			if !ok {
				return nil, false
			}
			return a.Get(t, c), true
		}}
		if set := a.Set; set != nil {
			out[i].set = func(v any, c Call, to goja.Value) bool {
				t, ok := v.(T)
				if ok {
					set(t, c, to)
				}
				return ok
			}
		}
	}
	return out
}

func eraseMethods[T any](methods []Method[T]) []methodSpec {
	out := make([]methodSpec, len(methods))
	for i, m := range methods {
		call := m.Call
		out[i] = methodSpec{name: m.Name, symbol: m.Symbol, length: m.Length, async: m.Async,
			call: func(v any, c Call) (goja.Value, bool) {
				t, ok := v.(T)
				if !ok {
					return nil, false
				}
				return call(t, c), true
			}}
	}
	return out
}

// is reports whether s is other or a subclass of it.
func (s *spec) is(other *spec) bool {
	for ; s != nil; s = s.parent {
		if s == other {
			return true
		}
	}
	return false
}
