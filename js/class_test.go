package js

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

type shape struct{ sides int }

func (s *shape) base() *shape { return s }

// shaped is what natives of Shape and its subclasses have in common.
type shaped interface{ base() *shape }

type square struct {
	shape
	edge float64
}

var shapeClass = &Class[shaped]{
	Name:   "Shape",
	Length: 1,
	New: func(c Call) shaped {
		n := c.Arg(0).ToInteger()
		if n < 0 {
			c.Throw(c.RangeError("sides: %d is negative", n))
		}
		return &shape{sides: int(n)}
	},
	Attrs: []Attr[shaped]{
		{Name: "sides", Get: func(s shaped, c Call) goja.Value { return c.VM.ToValue(s.base().sides) },
			Set: func(s shaped, c Call, v goja.Value) { s.base().sides = int(v.ToInteger()) }},
		{Name: "ready", Async: true, Get: func(s shaped, c Call) goja.Value { return c.VM.ToValue("yes") }},
	},
	Methods: []Method[shaped]{
		{Name: "scale", Length: 2, Call: func(s shaped, c Call) goja.Value {
			return c.VM.ToValue(fmt.Sprint(s.base().sides, c.Arg(0).String(), c.Arg(1).String(), len(c.Args)))
		}},
		{Name: "load", Length: 1, Async: true, Call: func(s shaped, c Call) goja.Value {
			if goja.IsNull(c.Arg(0)) {
				c.Throw(c.DOMException("NetworkError", "no %s", "luck"))
			}
			return c.Arg(0)
		}},
		{Name: "nothing", Call: func(shaped, Call) goja.Value { return nil }},
		{Symbol: "toPrimitive", Call: func(s shaped, c Call) goja.Value { return c.VM.ToValue("shape!") }},
	},
	Static: []Function{
		{Name: "unit", Call: func(c Call) goja.Value {
			o, err := c.VM.New(c.This, c.VM.ToValue(1))
			must(err)
			return o
		}},
		{Name: "later", Async: true, Call: func(c Call) goja.Value { c.Throw(c.TypeError("static")); return nil }},
	},
	Consts: map[string]int{"SMALL": 1, "LARGE": 2},
	Iterate: func(s shaped, c Call) Pairs {
		return func(i int) (goja.Value, goja.Value, bool) {
			return c.VM.ToValue(i), c.VM.ToValue(i * i), i < s.base().sides
		}
	},
}

var squareClass = &Class[*square]{
	Name:   "Square",
	Parent: shapeClass,
	New:    func(c Call) *square { return &square{shape{4}, c.Arg(0).ToFloat()} },
	Attrs: []Attr[*square]{
		{Name: "edge", Get: func(s *square, c Call) goja.Value { return c.VM.ToValue(s.edge) }},
	},
}

var hiddenClass = &Class[*shape]{Name: "Hidden"}

func TestClass(t *testing.T) {
	r := realm(t)
	r.Expose(shapeClass)
	r.Expose(squareClass)
	r.Expose(hiddenClass)
	r.VM.Set("hidden", r.Wrap(hiddenClass, &shape{}))
	for _, c := range [][2]string{
		{`new Shape(3).sides`, "3"},
		{`const s = new Shape(3); s.sides = 5; s.sides`, "5"},
		{`new Shape(3).scale('a', 'b', 'c')`, "3ab3"},
		{`new Shape(1).nothing()`, "undefined"},
		{`Shape.name + Shape.length + typeof Shape`, "Shape1function"},
		{`const p = Shape.prototype; p.scale.name + p.scale.length + p.load.length`, "scale21"},
		{`Object.keys(Shape.prototype).join()`, "sides,ready,scale,load,nothing,SMALL,LARGE,entries,forEach,keys,values"},
		{`const d = Object.getOwnPropertyDescriptor(Shape.prototype, 'sides'); [d.get.name, d.set.name, d.enumerable, d.configurable].join()`, "get sides,set sides,true,true"},
		{`const m = Object.getOwnPropertyDescriptor(Shape.prototype, 'scale'); [m.writable, m.enumerable, m.configurable].join()`, "true,true,true"},
		{`const k = Object.getOwnPropertyDescriptor(Shape, 'SMALL'); [k.value, k.writable, k.enumerable, k.configurable].join()`, "1,false,true,false"},
		{`Shape.LARGE + new Shape(1).SMALL`, "3"},
		{`Object.prototype.toString.call(new Shape(1))`, "[object Shape]"},
		{`String(new Shape(1))`, "shape!"},
		{`Shape.unit().sides`, "1"},
		{`Shape.unit() instanceof Shape`, "true"},
		{`Object.keys(new Shape(1)).length`, "0"},
		{`const e = new Shape(1); e.extra = 2; e.extra`, "2"},
		{`JSON.stringify(new Shape(1))`, "{}"},
		{`Reflect.ownKeys(new Shape(1)).length + Object.getOwnPropertyNames(new Shape(1)).length + Object.getOwnPropertySymbols(new Shape(1)).length`, "0"},
		{`const x = new Shape(1); x.y = 1; JSON.stringify([Reflect.ownKeys(x), Object.getOwnPropertyDescriptors(x)])`,
			`[["y"],{"y":{"value":1,"writable":true,"enumerable":true,"configurable":true}}]`},
		{`Object.assign({}, new Shape(1)).sides`, "undefined"},
		{`Object.freeze(new Shape(4)).sides`, "4"},
		// subclasses
		{`const q = new Square(2.5); [q.sides, q.edge, q instanceof Shape, q instanceof Square].join()`, "4,2.5,true,true"},
		{`Object.getPrototypeOf(Square) === Shape && Object.getPrototypeOf(Square.prototype) === Shape.prototype`, "true"},
		{`Object.prototype.toString.call(new Square(1))`, "[object Square]"},
		{`Square.SMALL + Square.unit().sides`, "5"},
		{`class Mine extends Square { #secret = 7; own = 1; get secret() { return this.#secret + this.sides + this.own; } } new Mine(1).secret`, "12"},
		{`class Other extends Shape { constructor() { super(6); this.y = 1; } } const o = new Other(); o.sides + o.y`, "7"},
		{`Reflect.construct(Shape, [2], Square) instanceof Square`, "true"},
		{`class Bare extends Shape {} Bare.prototype = null; new Bare(2).sides`, "2"},
		{`new (class extends Shape {})(9).scale(1, 2)`, "9122"},
		// iteration
		{`[...new Shape(3)].join('|')`, "0,0|1,1|2,4"},
		{`[...new Shape(2).keys(), ...new Shape(3).values()].join()`, "0,1,0,1,4"},
		{`const seen = []; new Shape(2).forEach(function (v, k, s) { seen.push(k, v, this.t, s.sides); }, {t: 't'}); seen.join()`, "0,0,t,2,1,1,t,2"},
		{`Shape.prototype[Symbol.iterator] === Shape.prototype.entries`, "true"},
		{`const it = new Shape(1).entries(); [it.next().done, it.next().done, it.next().done, it[Symbol.toStringTag], it[Symbol.iterator]() === it].join()`, "false,true,true,Shape Iterator,true"},
		{`const live = new Shape(1), li = live.keys(); li.next(); live.sides = 2; li.next().value`, "1"},
		{`Object.getPrototypeOf(Object.getPrototypeOf(new Shape(1).keys())) === Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()))`, "true"},
		{`const [[a, b]] = new Shape(1); a + b`, "0"},
		{`Object.prototype.toString.call(hidden)`, "[object Hidden]"},
	} {
		if got := r.eval(t, "{"+c[0]+"}").String(); got != c[1] {
			t.Errorf("%s: got %s, want %s", c[0], got, c[1])
		}
	}
}

func TestClassErrors(t *testing.T) {
	r := realm(t)
	r.Expose(shapeClass)
	r.Expose(squareClass)
	r.Expose(hiddenClass)
	for source, want := range map[string]string{
		`Shape(1)`:                                 "TypeError: Class constructor cannot be invoked without 'new'",
		`new Shape()`:                              "TypeError: Failed to construct 'Shape': 1 argument required, but only 0 present",
		`new Shape(-1)`:                            "RangeError: sides: -1 is negative",
		`new Hidden()`:                             "TypeError: Illegal constructor",
		`class H extends Hidden {} new H()`:        "TypeError: Illegal constructor",
		`new Shape(1).scale(1)`:                    "TypeError: Failed to execute 'scale' on 'Shape': 2 arguments required, but only 1 present",
		`Shape.prototype.sides`:                    "TypeError: Illegal invocation",
		`Shape.prototype.scale.call({}, 1, 2)`:     "TypeError: Illegal invocation",
		`Shape.prototype.scale.call(5, 1, 2)`:      "TypeError: Illegal invocation",
		`const f = Shape.prototype.scale; f(1, 2)`: "TypeError: Illegal invocation",
		`Object.create(new Shape(1)).sides`:        "TypeError: Illegal invocation",
		`new Proxy(new Shape(1), {}).sides`:        "TypeError: Illegal invocation",
		`Object.getOwnPropertyDescriptor(Square.prototype, 'edge').get.call(new Shape(1))`: "TypeError: Illegal invocation",
		`Shape.prototype.entries.call({})`:                                                 "TypeError: Illegal invocation",
		`new Shape(1).keys().next.call(new Shape(1))`:                                      "TypeError: Illegal invocation",
		`new Shape(1).forEach(5)`:                                                          "TypeError: Failed to execute 'forEach' on 'Shape': parameter 1 is not a function",
		`Object.getOwnPropertyDescriptor(Shape.prototype, 'sides').set.call(new Shape(1))`: "TypeError: Failed to set 'sides'",
		`'use strict'; new Square(1).edge = 5`:                                             "TypeError",
	} {
		_, err := r.try(source)
		var e *Exception
		if !errors.As(err, &e) || !strings.HasPrefix(e.Message, want) {
			t.Errorf("%s: got %v, want %s", source, err, want)
		}
	}
}

// What a promise member does wrong is a rejection.
func TestAsyncMembers(t *testing.T) {
	r := realm(t)
	r.Expose(shapeClass)
	r.eval(t, `var log = [];
		const say = (p) => p.then((v) => log.push(v), (e) => log.push(String(e)));
		(async () => {
			await say(new Shape(1).load('v'));
			await say(new Shape(1).load(Promise.resolve('w')));
			await say(new Shape(1).load(null));
			await say(new Shape(1).load());
			await say(Shape.prototype.load.call({}, 1));
			await say(new Shape(1).ready);
			await say(Shape.prototype.ready);
			await say(Shape.later());
		})()`)
	got := r.eval(t, `log.join('\n')`).String()
	want := strings.Join([]string{"v", "w", "NetworkError: no luck",
		"TypeError: Failed to execute 'load' on 'Shape': 1 argument required, but only 0 present",
		"TypeError: Illegal invocation: Shape.load was called on an object that is not a Shape", "yes",
		"TypeError: Illegal invocation: Shape.ready was called on an object that is not a Shape", "TypeError: static"}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestNative(t *testing.T) {
	r := realm(t)
	o := r.Wrap(squareClass, &square{edge: 3})
	if s, ok := Native[*square](r, o); !ok || s.edge != 3 {
		t.Error("not a square")
	}
	if _, ok := Native[shaped](r, o); !ok {
		t.Error("not shaped")
	}
	if _, ok := Native[*shape](r, o); ok {
		t.Error("a bare shape")
	}
	if !r.Is(o, shapeClass) || !r.Is(o, squareClass) || r.Is(o, hiddenClass) || r.Is(goja.Undefined(), shapeClass) {
		t.Error("Is is wrong")
	}
	if name, ok := r.Platform(o); !ok || name != "Square" {
		t.Error("Platform is wrong")
	}
	if _, ok := r.Platform(r.VM.NewObject()); ok {
		t.Error("a plain object is no platform object")
	}
	for _, v := range []goja.Value{nil, goja.Null(), r.VM.ToValue(5), r.VM.NewObject()} {
		if _, ok := Native[*square](r, v); ok {
			t.Errorf("%v is a square", v)
		}
	}
}

// One class serves many realms at once; `go test -race` watches.
func TestClassInManyRealms(t *testing.T) {
	done := make(chan error)
	for range 8 {
		go func() {
			r := NewRealm(NewLoop(LoopConfig{}), RealmConfig{})
			r.Expose(squareClass)
			_, err := r.try(`new Square(1).sides`)
			done <- err
		}()
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
