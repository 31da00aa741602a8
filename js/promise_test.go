package js

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// realm makes a realm whose uncaught values fail the test.
func realm(t testing.TB) *Realm {
	t.Helper()
	var r *Realm
	r = NewRealm(NewLoop(LoopConfig{}), RealmConfig{Uncaught: func(v goja.Value, rejection bool) {
		message, stack := r.Describe(v)
		t.Errorf("uncaught: %s\n%s", message, stack)
	}})
	return r
}

// run evaluates source; exceptions fail the test.
func (r *Realm) eval(t testing.TB, source string) goja.Value {
	t.Helper()
	v, err := r.try(source)
	if err != nil {
		t.Fatalf("%v\nin %s", err, source)
	}
	return v
}

func (r *Realm) try(source string) (goja.Value, error) {
	p, err := Compile("test.js", source)
	if err != nil {
		return nil, err
	}
	return r.Run(p)
}

// drain runs the loop until what is queued has run.
func drain(t testing.TB, l *Loop) {
	t.Helper()
	l.Post(func() { l.Post(func() { l.Stop(nil) }) })
	if err := l.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// Native reactions run in their place among the microtasks, also when they
// resolve things themselves.
func TestReactionOrder(t *testing.T) {
	r := realm(t)
	r.VM.Set("log", r.Function(Function{Name: "log", Call: func(c Call) goja.Value { return nil }}))
	p, resolve, _ := r.Promise()
	r.VM.Set("p", p)
	inner, resolveInner, _ := r.Promise()
	r.VM.Set("inner", inner)
	r.Then(r.VM.ToValue(p), func(goja.Value) {
		resolveInner(1)
		r.Microtask(func() { r.eval(t, `order.push('microtask')`) })
		r.eval(t, `order.push('native')`)
	}, nil)
	r.eval(t, `var order = []; inner.then(() => order.push('inner')); p.then(() => order.push('second')); p.then(() => order.push('third'));`)
	resolve(nil)
	if got, want := r.eval(t, `order.join()`).String(), "native,second,third,inner,microtask"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAwait(t *testing.T) {
	r := realm(t)
	for source, want := range map[string]string{
		`5`: "5", `Promise.resolve(6)`: "6", `Promise.reject(7)`: "rejected 7", `({then(f) { f(8) }})`: "8",
		`new Promise(f => Promise.resolve().then(() => f(9)))`: "9", `({a: 1})`: "[object Object]", `undefined`: "undefined",
		`({get then() { throw 10 }})`: "rejected 10",
	} {
		got := "pending"
		err := r.Do(func() {
			r.Await(r.VM.Get("eval"), func(goja.Value, bool) {})
			v, err := r.try("(" + source + ")")
			if err != nil {
				t.Fatal(err)
			}
			r.Await(v, func(v goja.Value, rejected bool) {
				got = v.String()
				if rejected {
					got = "rejected " + got
				}
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", source, got, want)
		}
	}
	drain(t, r.Loop) // nothing is reported: all were handled
}

// A settled promise is told before Await returns.
func TestAwaitAtOnce(t *testing.T) {
	r := realm(t)
	told := false
	r.Await(r.Resolved(goja.Null()), func(goja.Value, bool) { told = true })
	if !told {
		t.Error("not told")
	}
}

func TestRejections(t *testing.T) {
	var uncaught []string
	var handled int
	l := NewLoop(LoopConfig{})
	r := NewRealm(l, RealmConfig{
		Uncaught: func(v goja.Value, rejection bool) { uncaught = append(uncaught, v.String()) },
		Handled:  func(*goja.Promise) { handled++ },
	})
	l.Post(func() {
		r.eval(t, `
			Promise.reject('lost');
			Promise.reject('caught').catch(() => {});
			var late = Promise.reject('late');
			var soon = Promise.reject('soon'); Promise.resolve().then(() => soon.catch(() => {}));
			(async () => { throw 'async'; })();`)
		if len(uncaught) != 0 {
			t.Errorf("reported within the task: %v", uncaught)
		}
	})
	l.Post(func() {
		if got, want := strings.Join(uncaught, ","), "lost,late,async"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		r.eval(t, `late.catch(() => {})`)
	})
	drain(t, l)
	if handled != 1 {
		t.Errorf("handled %d times, want 1", handled)
	}
}

func TestAsync(t *testing.T) {
	l := NewLoop(LoopConfig{})
	r := NewRealm(l, RealmConfig{})
	l.Post(func() {
		r.VM.Set("good", Async(r, func(context.Context) (int, error) { return 5, nil },
			func(n int) goja.Value { return r.VM.ToValue(n) }, nil))
		r.VM.Set("bad", Async(r, func(context.Context) (int, error) { return 0, errors.New("no luck") },
			func(n int) goja.Value { return nil }, nil))
		r.VM.Set("thrown", Async(r, func(context.Context) (int, error) { return 0, nil },
			func(n int) goja.Value { r.Throw(r.RangeError("settle")); return nil }, nil))
		r.VM.Set("panicked", Async(r, func(context.Context) (int, error) { panic("native bug") },
			func(n int) goja.Value { return nil }, func(err error) goja.Value { return r.VM.ToValue(err.Error()) }))
		r.VM.Set("end", r.Function(Function{Name: "end", Call: func(c Call) goja.Value {
			if got, want := c.Arg(0).String(), "5 TypeError: no luck RangeError: settle js: the engine failed: native bug"; got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			l.Stop(nil)
			return nil
		}}))
		r.eval(t, `Promise.allSettled([good, bad, thrown, panicked]).then((l) => end(l.map((x) => x.value ?? x.reason).join(' ')))`)
	})
	if err := l.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
}
