package jstest

import (
	"context"
	"testing"

	"asterism/js"

	"github.com/dop251/goja"
)

// Env is a realm on a running loop, for tests written in Go.
type Env struct {
	T     testing.TB
	Loop  *js.Loop
	Realm *js.Realm
	Clock *Clock // fake; time moves with Clock.Advance only
}

// New starts a loop with one realm; both end with the test. install may be nil.
func New(t testing.TB, install func(r *js.Realm)) *Env {
	t.Helper()
	clock := NewClock()
	loop := js.NewLoop(js.LoopConfig{Clock: clock})
	e := &Env{T: t, Loop: loop, Clock: clock}
	e.Realm = js.NewRealm(loop, js.RealmConfig{Uncaught: func(v goja.Value, rejection bool) {
		message, stack := e.Realm.Describe(v)
		t.Errorf("uncaught (rejection: %v): %s\n%s", rejection, message, stack)
	}})
	if install != nil {
		if err := e.Realm.Do(func() { install(e.Realm) }); err != nil {
			t.Fatalf("install: %v", err)
		}
	}
	go loop.Run(context.Background())
	t.Cleanup(func() {
		loop.Stop(nil)
		<-loop.Done()
	})
	return e
}

// Do runs f on the loop and waits for it. Exceptions fail the test.
func (e *Env) Do(f func(r *js.Realm)) {
	e.T.Helper()
	ran := make(chan error, 1)
	if !e.Loop.Post(func() { ran <- e.Realm.Do(func() { f(e.Realm) }) }) {
		e.T.Fatal("jstest: the loop has ended")
	}
	select {
	case err := <-ran:
		if err != nil {
			e.T.Fatal(err)
		}
	case <-e.Loop.Done():
		e.T.Fatal("jstest: the loop ended")
	}
}

// Eval runs source on the loop and gives its value exported to Go; a promise is
// awaited. An exception or rejection fails the test.
func (e *Env) Eval(source string) any {
	e.T.Helper()
	type outcome struct {
		v   any
		err string
	}
	got := make(chan outcome, 1)
	e.Loop.Post(func() {
		program, err := js.Compile("test.js", source)
		if err != nil {
			got <- outcome{err: err.Error()}
			return
		}
		v, err := e.Realm.Run(program)
		if err != nil {
			got <- outcome{err: err.Error()}
			return
		}
		e.Realm.Await(v, func(v goja.Value, rejected bool) {
			if rejected {
				message, stack := e.Realm.Describe(v)
				got <- outcome{err: message + "\n" + stack}
				return
			}
			got <- outcome{v: v.Export()}
		})
	})
	select {
	case out := <-got:
		if out.err != "" {
			e.T.Fatalf("%s\nin %s", out.err, source)
		}
		return out.v
	case <-e.Loop.Done():
		e.T.Fatal("jstest: the loop ended")
	}
	return nil
}
