package js

import (
	"testing"

	"github.com/dop251/goja"
)

// place is the value of a global object.
type place struct{ notes int }

var (
	outerScope = &Class[*place]{Name: "OuterScope", Shared: true,
		Attrs: []Attr[*place]{
			{Name: "note", Get: func(p *place, c Call) goja.Value { return c.VM.ToValue(p.notes) },
				Set: func(p *place, c Call, v goja.Value) { p.notes = int(v.ToInteger()) }},
			{Name: "label", Replaceable: true, Get: func(_ *place, c Call) goja.Value { return c.VM.ToValue("label") }},
		},
	}
	innerScope = &Class[*place]{Name: "InnerScope", Parent: outerScope, Global: true,
		Attrs: []Attr[*place]{{Name: "inner", Get: func(_ *place, c Call) goja.Value { return c.VM.ToValue("inner") }}},
		Methods: []Method[*place]{{Name: "act", Async: true, Call: func(_ *place, c Call) goja.Value {
			return c.VM.ToValue("acted")
		}}},
	}
)

func scoped(t *testing.T) *Realm {
	r := realm(t)
	r.Operation(Function{Name: "twice", Length: 1, Call: func(c Call) goja.Value {
		return c.VM.ToValue(2 * c.Arg(0).ToInteger())
	}})
	r.Attribute(Attr[*Realm]{Name: "thing", Replaceable: true, Get: func(_ *Realm, c Call) goja.Value { return c.VM.ToValue("thing") }})
	r.Attribute(Attr[*Realm]{Name: "fixed", Get: func(_ *Realm, c Call) goja.Value { return c.VM.ToValue("fixed") }})
	r.Expose(outerScope)
	r.Expose(innerScope)
	r.SetGlobal(innerScope, &place{notes: 3})
	return r
}

// Where Web IDL wants the members of global scopes, and what scripts may do to them.
func TestScopeMembers(t *testing.T) {
	for source, want := range map[string]any{
		`twice(4)`:                 int64(8),
		`twice.call(undefined, 4)`: int64(8),
		`try { twice.call({}, 4) } catch (e) { e.constructor.name }`:                                  "TypeError",
		`globalThis.hasOwnProperty('twice')`:                                                          false,
		`'twice' in globalThis`:                                                                       true,
		`Object.keys(OuterScope.prototype).sort().join()`:                                             "fixed,label,note,thing,twice",
		`OuterScope.prototype.twice === twice`:                                                        true,
		`thing + fixed + label + inner + note`:                                                        "thingfixedlabelinner3",
		`thing = 1; fixed = 2; label = 4; thing + fixed + label`:                                      "1fixed4",
		`note = 9; Object.getOwnPropertyDescriptor(OuterScope.prototype, 'note').get.call(undefined)`: int64(9),
		`Object.keys(globalThis).includes('inner') && !('inner' in InnerScope.prototype)`:             true,
		`Object.getOwnPropertyDescriptor(globalThis, 'act').value === act`:                            true,
		`Object.getPrototypeOf(globalThis) === InnerScope.prototype`:                                  true,
		`globalThis.__proto__ === InnerScope.prototype`:                                               true,
		`try { Object.setPrototypeOf(globalThis, {}) } catch (e) { e.constructor.name }`:              "TypeError",
		`try { OuterScope.prototype.__proto__ = {} } catch (e) { e.constructor.name }`:                "TypeError",
		`Reflect.setPrototypeOf(InnerScope.prototype, null)`:                                          false,
		`Reflect.setPrototypeOf(InnerScope.prototype, OuterScope.prototype)`:                          true,
		`Object.setPrototypeOf(globalThis, InnerScope.prototype) === globalThis`:                      true,
		`({__proto__: null}).__proto__ === undefined && [].__proto__ === Array.prototype`:             true,
		`const o = {}; o.__proto__ = Array.prototype; o instanceof Array`:                             true,
		`typeof GoError`: "undefined",
	} {
		if got := scoped(t).eval(t, source).Export(); got != want {
			t.Errorf("%s: got %v (%T), want %v", source, got, got, want)
		}
	}
}

// Without a class for them, shared members are the global object's own.
func TestSharedMembersOfAPlainGlobal(t *testing.T) {
	for source, want := range map[string]any{
		`thing`:            "thing",
		`thing = 5; thing`: int64(5),
		`var twice = 1; Object.keys(globalThis).includes('twice') && twice`: int64(1),
		`const l = []; for (const k in globalThis) l.push(k); l.join()`:     "thing,twice",
		`Object.keys(globalThis).join()`:                                    "thing,twice",
	} {
		r := realm(t)
		r.Operation(Function{Name: "twice", Call: func(Call) goja.Value { return nil }})
		r.Attribute(Attr[*Realm]{Name: "thing", Replaceable: true, Get: func(_ *Realm, c Call) goja.Value { return c.VM.ToValue("thing") }})
		if got := r.eval(t, source).Export(); got != want {
			t.Errorf("%s: got %v, want %v", source, got, want)
		}
	}
}
