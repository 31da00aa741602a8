package webworker

import (
	"errors"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/clone"
	"asterism/webapi/messaging"
	"asterism/webapi/weburl"
)

// A scope whose postMessage comes back to it; scripts to import are made up.
func TestDedicated(t *testing.T) {
	jstest.Run(t, jstest.Config{Pattern: "testdata/inside/dedicated*.js", Install: func(r *js.Realm) {
		common(r)
		w := &world{r: r}
		w.dedicated = NewDedicated(r, w.config(), "its name", w)
	}}, scripts)
}

func TestShared(t *testing.T) {
	jstest.Run(t, jstest.Config{Pattern: "testdata/inside/shared*.js", Install: func(r *js.Realm) {
		common(r)
		w := &world{r: r}
		s := NewShared(r, w.config(), "its name", w)
		r.Lazy("connect", func() goja.Value { // someone connects: their port
			return r.Function(js.Function{Name: "connect", Call: func(c js.Call) goja.Value {
				out, in := messaging.NewChannel(r)
				port, err := clone.Serialize(r, in.Object(), r.VM.NewArray(in.Object()))
				if err != nil {
					panic(err)
				}
				r.Loop.Post(func() { s.Connect(port) })
				return out.Object()
			}})
		})
	}}, scripts)
}

// world is what is around a worker.
type world struct {
	r         *js.Realm
	dedicated *Dedicated
	closed    int
}

func (w *world) config() Config {
	url, err := weburl.Parse("https://a.example:8443/dir/w.js?q#f")
	if err != nil {
		panic(err)
	}
	w.r.Lazy("closings", func() goja.Value {
		return w.r.Function(js.Function{Name: "closings", Call: func(c js.Call) goja.Value { return c.VM.ToValue(w.closed) }})
	})
	return Config{URL: url, Origin: "https://a.example:8443", Secure: true, UserAgent: "Mozilla/5.0 (test)", Importer: w}
}

func (w *world) Post(data []byte) { w.r.Loop.Post(func() { w.dedicated.Deliver(data) }) }
func (w *world) Close()           { w.closed++ }
func (w *world) Fatal(err error)  { panic(err) }

func (w *world) Import(url string) (s Script, err error) {
	s.Muted = strings.HasPrefix(url, "https://b.example/")
	switch url[strings.LastIndexByte(url, '/')+1:] {
	case "lib.js":
		s.Program, err = js.Compile(url, "var lib = (self.lib || 0) + 1")
	case "throws.js":
		s.Program, err = js.Compile(url, "throw new RangeError('from inside')")
	case "broken.js":
		s.Program, err = js.Compile(url, "\n let = ;")
	default:
		err = errors.New("404")
	}
	return s, err
}
