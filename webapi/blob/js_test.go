package blob_test

import (
	"embed"
	"testing"

	"github.com/dop251/goja"
	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/abort"
	"asterism/webapi/blob"
	"asterism/webapi/clone"
	"asterism/webapi/events"
	"asterism/webapi/streams"
	"asterism/webapi/weburl"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: func(r *js.Realm) {
		store := &blob.Store{}
		events.Install(r)
		abort.Install(r)
		streams.Install(r)
		blob.Install(r)
		blob.InstallSync(r)
		weburl.Install(r)
		blob.InstallURLs(r, store, "https://a.example")
		clone.Install(r)
		r.Lazy("resolves", func() goja.Value {
			return r.Function(js.Function{Name: "resolves", Call: func(c js.Call) goja.Value {
				b, ok := store.Resolve("https://a.example", c.String(c.Arg(0), "url"))
				if !ok {
					return c.VM.ToValue(-1)
				}
				return c.VM.ToValue(len(b.Bytes))
			}})
		})
		r.Lazy("list", func() goja.Value {
			file := func(name string) *goja.Object { return blob.NewFile(r, &blob.File{Name: name}) }
			return blob.NewFileList(r, []*goja.Object{file("a"), file("b")})
		})
	}}, scripts)
}

func TestStore(t *testing.T) {
	s := &blob.Store{}
	owner := new(int)
	url := s.Create("https://a.example", &blob.Blob{Type: "x/y"}, owner)
	if b, ok := s.Resolve("https://a.example", url); !ok || b.Type != "x/y" {
		t.Errorf("Resolve = %v, %v", b, ok)
	}
	s.Revoke("https://b.example", url)
	if _, ok := s.Resolve("https://b.example", url); ok {
		t.Error("another origin resolves the URL")
	}
	if _, ok := s.Resolve("https://a.example", url); !ok {
		t.Error("another origin revoked the URL")
	}
	s.Forget(owner)
	if _, ok := s.Resolve("https://a.example", url); ok {
		t.Error("the URL outlived its owner")
	}
}
