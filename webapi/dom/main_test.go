package dom

import (
	"embed"
	"testing"

	"github.com/dop251/goja"
	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/blob"
	"asterism/webapi/events"
	"asterism/webapi/formdata"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

const page = `<!doctype html><html><head><title> A  page </title></head>
<body><div id="main" class="a b" data-user-id="7" onclick="clicked(this, event)"><p>one</p><p class="x">two</p></div>
<form id="f" action="/go"><input id="i" name="q" value="v"><input type="checkbox" id="c"><button id="b" onclick="hits.push(action); return false">go</button></form>
<a id="link" href="sub/x.html?y#z">link</a><ul id="list"></ul></body></html>`

// window is the least a document needs as the parent of its events.
type window struct{ events.Target }

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: func(r *js.Realm) {
		events.Install(r)
		blob.Install(r)
		formdata.Install(r)
		h := &formHost{}
		d := NewDocument("http://localhost/dir/page.html", h)
		r.Lazy("submitted", func() goja.Value {
			return r.Function(js.Function{Name: "submitted", Call: func(c js.Call) goja.Value {
				sent := h.sent
				h.sent = nil
				return c.VM.NewArray(sent...)
			}})
		})
		w := new(window)
		w.Bind(r.VM.GlobalObject())
		d.Window = w
		Install(r, d)
		_ = r.VM.Set("document", Wrap(r, &d.Node))
		_ = r.VM.Set("hits", r.VM.NewArray())
		_ = r.VM.Set("clicked", goja.Undefined())
		d.load(page)
	}}, scripts)
}

// formHost notes what forms send.
type formHost struct {
	nobody
	sent []any
}

func (h *formHost) Submit(s *Submission) {
	body, _ := s.Encode()
	h.sent = append(h.sent, s.Method+" "+s.Action+" "+string(body))
}
