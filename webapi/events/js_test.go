package events_test

import (
	"embed"
	"testing"

	"github.com/dop251/goja"
	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/abort"
	"asterism/webapi/events"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{
		Install: install,
		Uncaught: func(r *js.Realm, v goja.Value, rejection bool) {
			global, _ := js.Native[*globalScope](r, r.VM.GlobalObject())
			if handled, _ := events.ReportException(r, global, v); handled {
				return
			}
			list := r.VM.GlobalObject().Get("reported").(*goja.Object)
			push, _ := goja.AssertFunction(list.Get("push"))
			_, _ = r.Call(push, list, v)
		},
	}, scripts)
}

func install(r *js.Realm) {
	events.Install(r)
	abort.Install(r)
	r.Expose(nodeClass)
	global := &globalScope{}
	r.SetGlobal(globalClass, global)
	global.Bind(r.VM.GlobalObject())
	_ = r.VM.GlobalObject().Set("reported", r.VM.NewArray())
	_ = r.VM.GlobalObject().Set("fireError", r.Function(js.Function{Name: "fireError", Call: func(c js.Call) goja.Value {
		e := &events.ErrorEvent{Event: events.Event{Type: "error", Cancelable: true}, Message: "m", Filename: "f", Line: 1, Column: 2, Global: true}
		notCanceled, err := events.Fire(c.Realm, global, events.ErrorEventClass, e)
		if err != nil {
			panic(err)
		}
		return c.VM.ToValue(notCanceled)
	}}))
}

type globalScope struct{ events.Target }

var globalClass = &js.Class[*globalScope]{
	Name: "Scope", Parent: events.TargetClass,
	Attrs: []js.Attr[*globalScope]{events.Handler[*globalScope]("error")},
}

// node is a target with a parent.
type node struct {
	events.Target
	parent *node
}

func (n *node) EventParent(*events.Event) events.Node {
	if n.parent == nil {
		return nil
	}
	return n.parent
}

var nodeClass = &js.Class[*node]{
	Name: "TestNode", Parent: events.TargetClass,
	New: func(c js.Call) *node {
		n := new(node)
		n.parent, _ = js.Native[*node](c.Realm, c.Arg(0))
		n.Bind(c.This.(*goja.Object))
		return n
	},
	Attrs: events.Handlers[*node]("click"),
}

func TestFireFromGo(t *testing.T) {
	env := jstest.New(t, install)
	env.Eval(`globalThis.log = []; globalThis.n = new TestNode(); n.addEventListener('x', function (e) {
		log.push(e.isTrusted, e.type, this === n, e.constructor.name); Promise.resolve().then(() => log.push('microtask')); });
		n.addEventListener('x', (e) => { log.push('second'); e.preventDefault(); });`)
	env.Do(func(r *js.Realm) {
		n, _ := js.Native[*node](r, r.VM.GlobalObject().Get("n"))
		if types := n.Types(); len(types) != 1 || types[0] != "x" || !n.Listens("x") {
			t.Errorf("Types() = %v", types)
		}
		heard := 0
		stop := n.Listen("x", func(events.Instance) { heard++ })
		for range 2 {
			r.Loop.Post(func() {
				notCanceled, err := events.Fire(r, n, events.CustomEventClass, &events.CustomEvent{Event: events.Event{Type: "x", Cancelable: true}})
				if notCanceled || err != nil || heard != 1 {
					t.Errorf("Fire = %v, %v; heard %d", notCanceled, err, heard)
				}
				stop()
			})
		}
	})
	got := env.Eval(`log.join()`)
	if want := "true,x,true,CustomEvent,microtask,second,true,x,true,CustomEvent,microtask,second"; got != want {
		t.Errorf("log = %v, want %v", got, want)
	}
}
