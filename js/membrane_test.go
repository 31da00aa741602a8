package js_test

import (
	"embed"
	"testing"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/js/jstest"
)

//go:embed testdata/membrane*.js
var membraneScripts embed.FS

// place is an Outer that shows one realm, or none.
type place struct{ inner *js.Realm }

func (p *place) Inner(*js.Realm) *js.Realm { return p.inner }

func (p *place) Stranger(viewer *js.Realm) *goja.Object {
	o := viewer.VM.NewObject()
	_ = o.Set("open", viewer.VM.ToValue(7))
	return o
}

func (p *place) Denied(viewer *js.Realm, property string) goja.Value {
	return viewer.DOMException("SecurityError", "no %s", property)
}

// TestMembrane runs scripts in a realm that has another one, as `other`, on its loop.
func TestMembrane(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: func(r *js.Realm) {
		other := js.NewRealm(r.Loop, js.RealmConfig{Uncaught: func(v goja.Value, _ bool) { r.Report(r.Adopt(v)) }})
		third := js.NewRealm(r.Loop, js.RealmConfig{})
		here, there, far := &place{r}, &place{other}, &place{third}
		r.SetOuter(here)
		other.SetOuter(there)
		third.SetOuter(far)
		set := func(on *js.Realm, name string, v goja.Value) {
			if err := on.VM.GlobalObject().Set(name, v); err != nil {
				t.Error(err)
			}
		}
		set(r, "other", r.Outer(there))
		set(r, "third", r.Outer(far))
		set(other, "opener", other.Outer(here))
		set(other, "third", other.Outer(far))
		set(third, "opener", third.Outer(here))
		set(r, "shut", r.VM.ToValue(func(goja.FunctionCall) goja.Value { there.inner = nil; return goja.Undefined() }))
		set(r, "reopen", r.VM.ToValue(func(goja.FunctionCall) goja.Value { there.inner = other; return goja.Undefined() }))
		set(r, "close", r.VM.ToValue(func(goja.FunctionCall) goja.Value { third.Close(); return goja.Undefined() }))
	}}, membraneScripts)
}
