package js

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/dlclark/regexp2/v2"
	"github.com/dop251/goja"
)

func TestSyntaxErrors(t *testing.T) {
	for source, want := range map[string]string{
		"let a = ;":                             "bad.js:1:9: SyntaxError: Unexpected token ;",
		"let a;\n  let a":                       "bad.js:2:7: SyntaxError: Identifier 'a' has already been declared",
		"\n\nawait 1 +":                         "bad.js:3:",
		"'use strict'; with (a) {}":             "bad.js:1:15: SyntaxError",
		strings.Repeat("[", 1<<20):              "nested too deeply",
		"x=" + strings.Repeat("!", 1<<20) + "1": "nested too deeply",
		strings.Repeat("f(", 1<<20):             "nested too deeply",
	} {
		_, err := Compile("bad.js", source)
		var e *SyntaxError
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: got %v, want %s", source, err, want)
		}
	}
}

// The engine panics on this literal; a script with it is compiled another way, but
// eval is the engine's own: that script fails and nothing else.
func TestEnginePanics(t *testing.T) {
	var fault *EngineFault
	r := realm(t)
	if v := r.eval(t, `"\u{10FFFF}\\u{10FFFF}\u{000041}".length`); v.ToInteger() != 13 {
		t.Errorf("compile: %v", v)
	}
	r = realm(t)
	if _, err := r.try(`try { eval('"\\u{10FFFF}"') } catch {}`); !errors.As(err, &fault) {
		t.Errorf("eval: %v", err)
	}
	if _, err := r.try(`1`); !errors.As(err, &fault) {
		t.Errorf("a faulted realm runs: %v", err)
	}
	r = realm(t)
	boom := r.Function(Function{Name: "boom", Call: func(c Call) goja.Value { return c.Args[len(c.Args)] }}) // a fault of Go's
	r.VM.Set("boom", boom)
	if _, err := r.try(`try { boom() } catch {} 1`); !errors.As(err, &fault) {
		t.Errorf("native: %v", err)
	}
}

func TestExceptions(t *testing.T) {
	r := realm(t)
	for source, want := range map[string]string{
		`undefined_name`:                            "ReferenceError: undefined_name is not defined",
		`throw new RangeError('r')`:                 "RangeError: r",
		`throw 'text'`:                              "text",
		`throw {a: 1}`:                              "[object Object]",
		`throw Symbol('s')`:                         "Symbol()",
		`throw {toString() { throw 1 }}`:            "exception",
		`throw null`:                                "null",
		`throw new DOMException('m', 'AbortError')`: "AbortError: m",
		`throw Object.create(null)`:                 "exception",
	} {
		_, err := r.try(source)
		var e *Exception
		if !errors.As(err, &e) || e.Message != want {
			t.Errorf("%s: got %v, want %s", source, err, want)
		}
	}
	_, err := r.try("function inner() {\n  throw new Error('x');\n}\ninner();")
	var e *Exception
	if !errors.As(err, &e) || !strings.Contains(e.Stack, "test.js:2:") || !strings.Contains(e.Stack, "test.js:4:") {
		t.Errorf("stack: %+v", e)
	}
}

// Recursion without end fails fast, cannot be caught, and is told.
func TestStackLimit(t *testing.T) {
	for name, source := range map[string]string{
		"plain":    `function f() { f(); } f()`,
		"caught":   `function f() { try { f(); } catch { f(); } } f()`,
		"natives":  `function f() { [1].map(f); } f()`,
		"toString": `const o = {toString() { return '' + o; }}; '' + o`,
		"proxy":    `const p = new Proxy({}, {get: () => p.x}); p.x`,
		"sort":     `function f() { [2, 1].sort(f); return 0; } f()`,
		"replace":  `function f() { 'a'.replace(/a/, f); } f()`,
	} {
		t.Run(name, func(t *testing.T) {
			told := 0
			r := NewRealm(NewLoop(LoopConfig{}), RealmConfig{Overflowed: func(*Exception) { told++ }})
			start := time.Now()
			_, err := r.try(source)
			var e *Exception
			if !errors.As(err, &e) || !e.Overflow || e.Message != "RangeError: Maximum call stack size exceeded" || told != 1 {
				t.Errorf("got %v, told %d times", err, told)
			}
			if d := time.Since(start); d > time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

func TestRegexpLimit(t *testing.T) {
	LimitRegexps(50 * time.Millisecond)
	defer regexp2.StopTimeoutClock()
	r := realm(t)
	start := time.Now()
	r.eval(t, `/(?=(a+)+$)x/.test('a'.repeat(40) + 'b')`)
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("took %v", d)
	}
}

// Source maps are never loaded from anywhere.
func TestSourceMapsStayInside(t *testing.T) {
	for _, at := range []string{"/etc/passwd", "file:///etc/passwd", "http://x.example/map", "data:application/json;base64,!!!", "data:application/json,%7b"} {
		if _, err := Compile("https://x.example/a.js", "1\n//# sourceMappingURL="+at); err != nil {
			t.Errorf("%s: %v", at, err)
		}
	}
}

func TestDo(t *testing.T) {
	r := realm(t)
	ran := false
	r.VM.Set("p", r.Resolved(r.VM.ToValue(1)))
	err := r.Do(func() { r.eval(t, `var out; p.then((v) => { out = v; }); 0`); ran = true })
	if err != nil || !ran || r.VM.Get("out").ToInteger() != 1 {
		t.Errorf("%v %v %v", err, ran, r.VM.Get("out"))
	}
	var e *Exception
	if err := r.Do(func() { r.Throw(r.TypeError("no %d", 5)) }); !errors.As(err, &e) || e.Message != "TypeError: no 5" {
		t.Errorf("got %v", err)
	}
}

// A native that passes on the end of a call inside it is no fault of its own.
func TestNestedEnd(t *testing.T) {
	l := NewLoop(LoopConfig{Turn: 20 * time.Millisecond})
	r := NewRealm(l, RealmConfig{})
	r.VM.Set("nested", r.Function(Function{Name: "nested", Call: func(c Call) goja.Value {
		if _, err := r.Call(c.Callback(c.Arg(0), "f"), goja.Undefined()); err != nil {
			panic(err)
		}
		return nil
	}}))
	var err error
	l.Post(func() { _, err = r.try(`try { nested(() => { for (;;); }) } catch {} for (;;);`) })
	if end := l.Run(t.Context()); end == nil {
		t.Error("the loop ended without a cause")
	}
	var turn *TurnExceeded
	if !errors.As(err, &turn) {
		t.Errorf("got %v", err)
	}
}

// After an interrupt nothing of the realm runs any more, in the same task either.
func TestNothingRunsAfterAnInterrupt(t *testing.T) {
	l := NewLoop(LoopConfig{Turn: 20 * time.Millisecond})
	r := NewRealm(l, RealmConfig{})
	p, resolve, _ := r.Promise()
	r.VM.Set("p", p)
	r.eval(t, `p.then(() => { for (;;); })`)
	l.Post(func() {
		for range 3 {
			if _, err := r.try(`for (;;);`); err == nil {
				t.Error("it runs")
			}
			resolve(nil)
			_ = r.Do(func() {
				if _, err := r.try(`for (;;);`); err == nil {
					t.Error("it runs")
				}
			})
		}
	})
	var turn *TurnExceeded
	if err := l.Run(t.Context()); !errors.As(err, &turn) {
		t.Errorf("got %v", err)
	}
}

func FuzzCompile(f *testing.F) {
	f.Add("let a = 1; class A { #x = 2; static async *f() {} }")
	f.Add("`${`${1}`}` /[/]/ //# sourceMappingURL=data:application/json;base64,e30=")
	f.Fuzz(func(t *testing.T, source string) {
		_, err := Compile("fuzz.js", source)
		if err != nil && err.Error() == "" {
			t.Error("an error without a text")
		}
	})
}
