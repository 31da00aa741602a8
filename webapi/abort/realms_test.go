package abort_test

import (
	"embed"
	"testing"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/abort"
	"asterism/webapi/events"
)

//go:embed testdata/realms/*.js
var realmScripts embed.FS

// TestRealms runs scripts that have another realm's global object as `other`.
func TestRealms(t *testing.T) {
	jstest.Run(t, jstest.Config{Pattern: "testdata/realms/*.js", Install: func(r *js.Realm) {
		other := js.NewRealm(r.Loop, js.RealmConfig{Uncaught: func(v goja.Value, _ bool) { r.Report(r.Adopt(v)) }})
		for _, realm := range []*js.Realm{r, other} {
			events.Install(realm)
			abort.Install(realm)
		}
		if err := r.VM.GlobalObject().Set("other", r.From(other, other.VM.GlobalObject())); err != nil {
			t.Error(err)
		}
	}}, realmScripts)
}
