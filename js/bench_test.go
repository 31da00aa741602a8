package js

import (
	"fmt"
	"testing"

	"github.com/dop251/goja"
)

// The cost of a fresh realm is what a cold worker pays before its script runs.
func BenchmarkRealm(b *testing.B) {
	classes := make([]*Class[*shape], 60)
	for i := range classes {
		classes[i] = &Class[*shape]{Name: fmt.Sprintf("Class%d", i), New: func(Call) *shape { return &shape{} }}
		for m := range 24 {
			classes[i].Methods = append(classes[i].Methods, Method[*shape]{Name: fmt.Sprintf("method%d", m), Length: 1,
				Call: func(*shape, Call) goja.Value { return nil }})
		}
	}
	idle, err := Compile("idle.js", `0`)
	if err != nil {
		b.Fatal(err)
	}
	seven, err := Compile("seven.js", `for (const C of [Class0, Class1, Class2, Class3, Class4, Class5, Class6]) new C()`)
	if err != nil {
		b.Fatal(err)
	}
	l := NewLoop(LoopConfig{})
	for _, c := range []struct {
		name    string
		program *goja.Program
	}{{"60 classes", idle}, {"60 classes, 7 of them used", seven}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := NewRealm(l, RealmConfig{})
				for _, k := range classes {
					r.Expose(k)
				}
				if _, err := r.Run(c.program); err != nil {
					b.Fatal(err)
				}
				r.Close()
			}
		})
	}
}

func BenchmarkMembers(b *testing.B) {
	for name, source := range map[string]string{
		"new":    `(n) => { for (let i = 0; i < n; i++) new Shape(3); }`,
		"getter": `(n) => { const s = new Shape(3); for (let i = 0; i < n; i++) s.sides; }`,
		"method": `(n) => { const s = new Shape(3); for (let i = 0; i < n; i++) s.nothing(); }`,
		"empty":  `(n) => { for (let i = 0; i < n; i++); }`,
	} {
		b.Run(name, func(b *testing.B) {
			r := realm(b)
			r.Expose(shapeClass)
			fn, _ := goja.AssertFunction(r.eval(b, source))
			b.ReportAllocs()
			if _, err := r.Call(fn, goja.Undefined(), r.VM.ToValue(b.N)); err != nil {
				b.Fatal(err)
			}
		})
	}
}
