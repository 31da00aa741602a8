package webworker

import (
	"embed"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/clone"
	"asterism/webapi/events"
	"asterism/webapi/messaging"
	"asterism/webapi/timers"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata
var scripts embed.FS

// Workers that say back what they are told; those whose URL says so fail.
func TestOutside(t *testing.T) {
	jstest.Run(t, jstest.Config{Pattern: "testdata/outside/*.js", Install: func(r *js.Realm) {
		common(r)
		Install(r, &host{r}, true)
	}}, scripts)
}

func common(r *js.Realm) {
	events.Install(r)
	clone.Install(r)
	messaging.Install(r, "https://a.example", nil)
	timers.Install(r)
}

// host starts no workers: it plays them.
type host struct{ *js.Realm }

func (h *host) Base() string { return "https://a.example/dir/page.html" }

func (h *host) StartWorker(o Options, w *Worker) Thread {
	switch {
	case strings.HasSuffix(o.URL, "/missing.js"):
		h.Loop.Post(w.Failed)
	case strings.HasSuffix(o.URL, "/throws.js"):
		e := &events.ErrorEvent{Message: "Uncaught Error: inside", Filename: o.URL, Line: 3, Column: 4}
		h.Loop.Post(func() { w.Reported(e) })
	case strings.HasSuffix(o.URL, "/garbage.js"):
		h.Loop.Post(func() { w.Deliver([]byte("garbage")) })
	default:
		h.tell(w, strings.Join([]string{o.URL, o.Type, o.Credentials, o.Name}, " "))
	}
	return echo{h, w}
}

// tell delivers a text.
func (h *host) tell(w *Worker, text string) {
	h.Loop.Post(func() {
		data, err := clone.Serialize(h.Realm, h.VM.ToValue(text), nil)
		if err != nil {
			panic(err)
		}
		w.Deliver(data)
	})
}

func (h *host) ConnectWorker(o Options, port []byte, failed func()) {
	if strings.HasSuffix(o.URL, "/missing.js") {
		h.Loop.Post(failed)
		return
	}
	h.Loop.Post(func() { // the worker's end greets
		v, _, err := clone.DeserializeTransfer(h.Realm, port)
		if err != nil {
			panic(err)
		}
		p, _ := messaging.PortOf(h.Realm, v)
		if err := p.Post(h.VM.ToValue(strings.Join([]string{o.URL, o.Type, o.Credentials, o.Name}, " ")), nil); err != nil {
			panic(err)
		}
	})
}

func (h *host) Fatal(err error) { panic(err) }

func (h *host) Unhandled(e *events.ErrorEvent) {
	_ = h.VM.GlobalObject().Set("unhandled", e.Message)
}

// echo says back what it is told.
type echo struct {
	h *host
	w *Worker
}

func (e echo) Post(data []byte) { e.h.Loop.Post(func() { e.w.Deliver(data) }) }

func (e echo) Terminate() { e.h.tell(e.w, "nobody hears this") }
