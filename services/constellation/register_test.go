package constellation

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

func TestRegister(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	var states []schemas.State
	told := make(chan schemas.Lifecycle, 100)
	sub, err := bus.LifecycleChanged.Subscribe(w.conn, bus.Params{"scope": scope}, func(l schemas.Lifecycle, _ bus.Params) { told <- l })
	w.must(err)
	defer sub.Stop()
	other := w.document(site+"/page", "") // of the same origin: hears all but the result
	c := w.listen()

	r := c.register()
	if shape(r) != "installing - -" || r.Installing.ScriptURL != sw || r.Installing.Events[2] != "fetch" {
		t.Errorf("the promise resolved with %s", shape(r))
	}
	m := c.expect("updatefound")
	if shape(m.Registration) != "installing - -" {
		t.Errorf("at updatefound: %s", shape(m.Registration))
	}
	if m = c.expect("state installed"); shape(m.Registration) != "- installed -" {
		t.Errorf("at installed: %s", shape(m.Registration))
	}
	if m = c.expect("state activating"); shape(m.Registration) != "- - activating" {
		t.Errorf("at activating: %s", shape(m.Registration))
	}
	if m = c.expect("state activated"); m.Version != r.Installing.Version {
		t.Errorf("another version: %s", m.Version)
	}
	other.expect("updatefound", "state installed", "state activating", "state activated")
	if got := w.registration(); shape(got) != "- - activated" || got.ID != r.ID || got.UpdateViaCache != "imports" {
		t.Errorf("the registry holds %+v", got)
	}
	if got := w.dispatched(); !slices.Equal(got, []string{"evaluate", "install", "activate"}) {
		t.Errorf("dispatched %v", got)
	}
	for range 4 {
		states = append(states, (<-told).State)
	}
	if !slices.Equal(states, []schemas.State{"installing", "installed", "activating", "activated"}) {
		t.Errorf("lifecycle %v", states)
	}
	request := w.requests[0]
	if v, _ := request.Request.Headers.Get("Service-Worker"); v != "script" || request.ServiceWorkers != "none" ||
		request.Request.Redirect != "manual" || request.Request.Destination != "serviceworker" || request.Request.Cache != "no-cache" {
		t.Errorf("asked for the script with %+v", request)
	}

	// The same again resolves at once.
	if again := c.register(); shape(again) != "- - activated" || again.ID != r.ID {
		t.Errorf("the second time: %+v", again)
	}
	if n := len(w.fetched()); n != 1 {
		t.Errorf("fetched %d times", n)
	}
}

// Every refusal, with its exception and what the message says; the registry is
// left empty.
func TestRegisterRefusals(t *testing.T) {
	w := newWorld(t)
	w.start(func(c *Config) { c.MaxScript = 1000 })
	html := page{status: 200, headers: []string{"Content-Type", "text/html"}, body: "<p>"}
	for _, c := range []struct {
		name      string
		job       schemas.Job
		page      page // of the script
		exception string
		words     string
	}{
		{"insecure origin", schemas.Job{ScriptURL: "http://a.example/sw.js", Scope: "http://a.example/", Origin: "http://a.example"}, page{},
			"SecurityError", "CONSTELLATION_TRUSTED_ORIGINS"},
		{"script of another origin", schemas.Job{ScriptURL: "https://b.example/sw.js"}, page{}, "SecurityError", "serve it from there"},
		{"scope of another origin", schemas.Job{ScriptURL: sw, Origin: "https://b.example"}, page{}, "SecurityError", "not of the origin"},
		{"referrer of another origin", schemas.Job{ScriptURL: sw, Referrer: "https://b.example/"}, page{}, "SecurityError", "not of its origin"},
		{"no script", schemas.Job{ScriptURL: ""}, page{}, "TypeError", "script URL is not valid"},
		{"script scheme", schemas.Job{ScriptURL: "data:text/javascript,1"}, page{}, "TypeError", "not an http"},
		{"script %2f", schemas.Job{ScriptURL: site + "/a%2Fsw.js"}, page{}, "TypeError", "escaped slash"},
		{"scope %5c", schemas.Job{ScriptURL: sw, Scope: site + "/a%5cb"}, page{}, "TypeError", "escaped slash"},
		{"worker type", schemas.Job{ScriptURL: sw, WorkerType: "wasm"}, page{}, "TypeError", "neither classic nor module"},
		{"job type", schemas.Job{Type: "destroy"}, page{}, "TypeError", "expected register"},
		{"network", schemas.Job{ScriptURL: sw}, page{fail: "connection refused"}, "TypeError", "connection refused"},
		{"status", schemas.Job{ScriptURL: site + "/none.js"}, page{}, "TypeError", "status 404"},
		{"MIME type", schemas.Job{ScriptURL: sw}, html, "SecurityError", "Content-Type: text/javascript"},
		{"no MIME type", schemas.Job{ScriptURL: sw}, page{status: 200}, "SecurityError", "without a Content-Type"},
		{"path", schemas.Job{ScriptURL: site + "/js/sw.js"}, script(""), "SecurityError", "Service-Worker-Allowed: /"},
		{"allowed elsewhere", schemas.Job{ScriptURL: sw},
			page{status: 200, headers: []string{"Content-Type", "text/javascript", "Service-Worker-Allowed", "/app/"}},
			"SecurityError", "header that covers it"},
		{"allowed, invalid", schemas.Job{ScriptURL: sw},
			page{status: 200, headers: []string{"Content-Type", "text/javascript", "Service-Worker-Allowed", "http://["}}, "TypeError", "not a valid URL"},
		{"too large", schemas.Job{ScriptURL: sw}, script(strings.Repeat("/", 1001)), "TypeError", "CONSTELLATION_MAX_SCRIPT"},
		{"module does not parse", schemas.Job{ScriptURL: sw, WorkerType: "module"}, script("import from;"), "TypeError", "sw.js:1:"},
		{"module import missing", schemas.Job{ScriptURL: sw, WorkerType: "module"}, script("import './none.js'"), "TypeError", "404"},
	} {
		if c.job.Type == "" {
			c.job.Type = schemas.JobRegister
		}
		if c.job.ScriptURL != "" && (c.page.status > 0 || c.page.fail != "") {
			w.page(c.job.ScriptURL, c.page)
		}
		who := w.listen()
		id := who.schedule(c.job)
		got, m := who.next()
		if got != "job "+c.exception || m.Job != id || !strings.Contains(m.Error.Message, c.words) {
			t.Errorf("%s: got %s %+v; want %s with %q", c.name, got, m.Error, c.exception, c.words)
		}
	}
	w.eventually("the registry is empty", func() bool {
		all, err := bus.RegistryList.Do(t.Context(), w.conn, nil, schemas.List{})
		return err == nil && len(all.Registrations) == 0
	})
	if got := w.dispatched(); len(got) > 0 {
		t.Errorf("dispatched %v", got)
	}
}

func TestEvaluationFails(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	w.on(func(context.Context, schemas.Event) schemas.EventReply {
		return schemas.EventReply{Error: &schemas.Error{Code: schemas.CodeScript, Message: "ReferenceError: x is not defined (sw.js:3:1)"}}
	})
	c := w.listen()
	c.schedule(schemas.Job{Type: schemas.JobRegister, ScriptURL: sw})
	if m := c.expect("job TypeError"); m.Error.Message != "ReferenceError: x is not defined (sw.js:3:1)" {
		t.Errorf("message %q", m.Error.Message)
	}
	c.expect("unregistered")
	if r := w.registration(); r != nil {
		t.Errorf("left %s", shape(r))
	}
}

func TestNoManager(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.start(func(c *Config) { c.StartTimeout = 300 * time.Millisecond })
	w.on(func(context.Context, schemas.Event) schemas.EventReply { return schemas.EventReply{Busy: true} })
	c := w.listen()
	c.schedule(schemas.Job{Type: schemas.JobRegister, ScriptURL: sw})
	if m := c.expect("job TypeError"); !strings.Contains(m.Error.Message, "busy") {
		t.Errorf("message %q", m.Error.Message)
	}
}

func TestEquivalentJobsShareAResult(t *testing.T) {
	w := newWorld(t)
	evaluating, proceed := make(chan struct{}), make(chan struct{})
	w.on(func(_ context.Context, e schemas.Event) schemas.EventReply {
		if e.Type == "evaluate" {
			close(evaluating)
			<-proceed
		}
		return schemas.EventReply{}
	})
	w.start(nil)
	a, b := w.listen(), w.listen()
	a.schedule(schemas.Job{Type: schemas.JobRegister, ScriptURL: sw})
	<-evaluating
	b.schedule(schemas.Job{Type: schemas.JobRegister, ScriptURL: sw})
	// A job of another scope is not held up, and comes after b's in the queue.
	other := w.listen()
	other.schedule(schemas.Job{Type: schemas.JobUnregister, Scope: site + "/other/"})
	other.expect("job")
	close(proceed)
	first, second := a.expect("job"), b.expect("job")
	if first.Registration.ID != second.Registration.ID || len(w.fetched()) != 1 {
		t.Errorf("%+v, %+v, fetched %v", first, second, w.fetched())
	}
	b.expect("updatefound", "state installed", "state activating", "state activated")
}
