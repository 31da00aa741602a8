package js

import (
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// class is a spec built in one realm.
type class struct {
	spec  *spec
	ctor  *goja.Object
	proto *goja.Object

	writable    []accessor // attributes with a setter
	unforgeable []accessor // for every instance, those of the parents first
}

// accessor is a built attribute.
type accessor struct {
	name     string
	get, set goja.Value
}

// program is the compiled shell: a function that takes the maker of instances
// (and the parent constructor) and gives the class. The shell is a real class
// because a Go function cannot tell `new F()` from `F()`, and because only a real
// class can be extended with fields. The constructor returns what the maker made,
// so a derived shell never calls super.
//
// Without required arguments nobody counts them, and the shell passes the first four
// as they are; otherwise a switch spares the engine's iterator protocol for spreads,
// which costs more than all the rest.
func (s *spec) program() *goja.Program {
	s.shellOnce.Do(func() {
		extends := ""
		if s.parent != nil {
			extends = " extends P"
		}
		var src strings.Builder
		src.WriteString("(function(make,P){return class ")
		src.WriteString(s.name)
		src.WriteString(extends)
		if s.length == 0 {
			src.WriteString("{constructor(a,b,c,d){return make(new.target,a,b,c,d)}}})")
		} else {
			src.WriteString("{constructor(...a){switch(a.length){case 0:return make(new.target);" +
				"case 1:return make(new.target,a[0]);case 2:return make(new.target,a[0],a[1])}" +
				"return make(new.target,...a)}}})")
		}
		s.shell = goja.MustCompile("asterism:class/"+s.name, src.String(), true)
	})
	return s.shell
}

// class builds c in this realm, once.
func (r *Realm) class(s *spec) *class {
	if k, ok := r.classes[s]; ok {
		return k
	}
	k := &class{spec: s}
	var parent goja.Value = goja.Undefined()
	if s.parent != nil {
		p := r.class(s.parent)
		parent, k.unforgeable = p.ctor, p.unforgeable
	}
	shell, err := r.VM.RunProgram(s.program())
	must(err)
	make := r.function("", 0, func(call goja.FunctionCall) goja.Value { return r.construct(k, call.Arguments) })
	ctor := native(shell)(goja.FunctionCall{This: goja.Undefined(), Arguments: []goja.Value{make, parent}})
	k.ctor = ctor.(*goja.Object)
	k.proto = k.ctor.Get("prototype").(*goja.Object)
	r.classes[s] = k
	if s.isError && s.parent == nil {
		must(k.proto.SetPrototype(r.intr.errorPrototype(r)))
	}
	r.members(k)
	for _, extra := range r.partials[s] {
		r.extendClass(k, extra)
	}
	return k
}

// construct is `new k(…)`; args[0] is new.target.
func (r *Realm) construct(k *class, args []goja.Value) goja.Value {
	s := k.spec
	target := args[0].(*goja.Object)
	args = args[1:]
	if s.construct == nil {
		r.Throw(r.TypeError("Illegal constructor: %s objects cannot be made by scripts", s.name))
	}
	if len(args) < s.length {
		r.Throw(r.TypeError("Failed to construct '%s': %s required, but only %d present", s.name, arguments(s.length), len(args)))
	}
	if s.length == 0 {
		args = trim(args)
	}
	proto := k.proto
	if target != k.ctor {
		if p, ok := target.Get("prototype").(*goja.Object); ok {
			proto = p
		}
	}
	o := r.instance(s, proto)
	r.bind(o, s, s.construct(Call{Realm: r, This: o, Args: args}))
	k.seal(o)
	return o
}

// seal gives an instance its unforgeable attributes.
func (k *class) seal(o *goja.Object) {
	for _, a := range k.unforgeable {
		must(o.DefineAccessorProperty(a.name, a.get, a.set, no, yes))
	}
}

// trim takes undefined off the end: arguments that were not given.
func trim(args []goja.Value) []goja.Value {
	for len(args) > 0 && goja.IsUndefined(args[len(args)-1]) {
		args = args[:len(args)-1]
	}
	return args
}

// instance makes the bare object of an instance.
func (r *Realm) instance(s *spec, proto *goja.Object) *goja.Object {
	if !s.isError {
		return r.VM.CreateObject(proto)
	}
	o, err := r.VM.New(r.intr.errorClass(r, "Error"))
	must(err)
	must(o.SetPrototype(proto))
	return o
}

func arguments(n int) string {
	if n == 1 {
		return "1 argument"
	}
	return strconv.Itoa(n) + " arguments"
}

// Expose defines the class's constructor as a lazy global.
func (r *Realm) Expose(c Described) {
	s := c.describe()
	r.globals.lazy(s.name, func() goja.Value {
		if s.shared {
			r.globals.settleMembers()
		}
		return r.class(s).ctor
	})
}

// Wrap makes an instance of c around a native value (no constructor runs).
func (r *Realm) Wrap(c Described, native any) *goja.Object {
	k := r.class(c.describe())
	o := r.instance(k.spec, k.proto)
	r.bind(o, k.spec, native)
	k.seal(o)
	return o
}

// Constructor is the class's constructor function in this realm, built on demand.
func (r *Realm) Constructor(c Described) *goja.Object { return r.class(c.describe()).ctor }

// Prototype is the class's prototype object in this realm, built on demand.
func (r *Realm) Prototype(c Described) *goja.Object { return r.class(c.describe()).proto }
