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

// failing makes one event type fail.
func failing(event string, e schemas.Error) func(context.Context, schemas.Event) schemas.EventReply {
	return func(_ context.Context, got schemas.Event) schemas.EventReply {
		if got.Type == event {
			return schemas.EventReply{Error: &e}
		}
		return schemas.EventReply{}
	}
}

func TestInstallFails(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	w.on(failing("install", schemas.Error{Code: schemas.CodeScript, Message: "Error: no"}))
	c := w.listen()
	r := c.register() // the promise resolves before the event
	c.expect("updatefound")
	if m := c.expect("state redundant"); m.Version != r.Installing.Version {
		t.Errorf("redundant: %+v", m)
	}
	c.expect("unregistered")
	if got := w.registration(); got != nil {
		t.Errorf("left %s", shape(got))
	}
	// The next attempt is a registration of its own.
	w.on(failing("", schemas.Error{}))
	if again := c.register(); again.ID == r.ID {
		t.Error("the registration came back")
	}
	c.expect("updatefound", "state installed", "state activating", "state activated")
}

func TestInstallNeverSettles(t *testing.T) {
	w := newWorld(t)
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	w.on(func(_ context.Context, e schemas.Event) schemas.EventReply {
		if e.Type == "install" {
			<-release
		}
		return schemas.EventReply{}
	})
	w.start(func(c *Config) { c.InstallTimeout = 200 * time.Millisecond })
	reasons := make(chan string, 10)
	sub, err := bus.LifecycleChanged.Subscribe(w.conn, nil, func(l schemas.Lifecycle, _ bus.Params) {
		if l.State == schemas.StateRedundant {
			reasons <- l.Reason
		}
	})
	w.must(err)
	defer sub.Stop()
	w.must(w.conn.Flush())
	c := w.listen()
	c.register()
	c.expect("updatefound", "state redundant", "unregistered")
	if reason := <-reasons; !strings.Contains(reason, "did not settle in time") {
		t.Errorf("reason %q", reason)
	}
}

func TestActivateFailureActivatesAllTheSame(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	w.on(failing("activate", schemas.Error{Code: schemas.CodeTimeout, Message: "too long"}))
	w.listen().installed()
}

// An update waits while a document uses the old version, and is activated when
// the last one leaves.
func TestUpdateWaits(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	c := w.listen()
	v1 := c.installed()
	doc := w.document(site+"/page", v1)
	other := w.document(site+"/page2", v1)

	// Nothing new: no new version.
	id := doc.schedule(schemas.Job{Type: schemas.JobUpdate, ScriptURL: sw})
	if m := doc.expect("job"); m.Job != id || shape(m.Registration) != "- - activated" {
		t.Errorf("an update without news: %+v", m)
	}
	w.page(sw, script("// two"))
	doc.schedule(schemas.Job{Type: schemas.JobUpdate, ScriptURL: sw, UpdateViaCache: "none"})
	m := doc.expect("job", "updatefound", "state installed")
	v2 := m.Version
	if v2 == v1 || shape(m.Registration) != "- installed activated" || m.Registration.UpdateViaCache != "none" {
		t.Errorf("installed: %s, %+v", shape(m.Registration), m)
	}
	other.expect("updatefound", "state installed")
	other.leave()
	doc.quiet()
	doc.leave()
	c.quiet() // it asked for the first job only, and is in no bucket
	w.eventually("the update is activated", func() bool { return shape(w.registration()) == "- - activated" })
	if r := w.registration(); r.Active.Version != v2 {
		t.Errorf("active: %+v", r.Active)
	}
}

// A waiting version makes way for a newer one.
func TestUpdateReplacesWaiting(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	doc := w.listen()
	v1 := doc.installed()
	doc = w.document(site+"/page", v1)
	for i, body := range []string{"// two", "// three"} {
		w.page(sw, script(body))
		doc.schedule(schemas.Job{Type: schemas.JobUpdate}) // a soft update names no script
		if i == 0 {
			doc.expect("job", "updatefound", "state installed")
		} else {
			m := doc.expect("job", "updatefound", "state redundant", "state installed")
			if shape(m.Registration) != "- installed activated" {
				t.Errorf("at the end: %s", shape(m.Registration))
			}
		}
	}
	// An update that fails to install leaves the others alone.
	w.page(sw, script("// four"))
	w.on(failing("install", schemas.Error{Code: schemas.CodeScript, Message: "no"}))
	doc.schedule(schemas.Job{Type: schemas.JobUpdate})
	if m := doc.expect("job", "updatefound", "state redundant"); m.Registration.Waiting == nil || m.Registration.Active == nil {
		t.Errorf("at the failure: %s", shape(m.Registration))
	}
	// One that cannot be fetched as well.
	w.page(sw, page{fail: "gone"})
	doc.schedule(schemas.Job{Type: schemas.JobUpdate})
	doc.expect("job TypeError")
	if got := shape(w.registration()); got != "- installed activated" {
		t.Errorf("left %s", got)
	}
}

func TestUpdateRefusals(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	c := w.listen()
	c.schedule(schemas.Job{Type: schemas.JobUpdate, ScriptURL: sw})
	if m := c.expect("job TypeError"); !strings.Contains(m.Error.Message, "register a worker first") {
		t.Error(m.Error)
	}
	c.installed()
	c.schedule(schemas.Job{Type: schemas.JobUpdate, ScriptURL: site + "/else.js"})
	if m := c.expect("job TypeError"); !strings.Contains(m.Error.Message, "has the script "+sw) {
		t.Error(m.Error)
	}
	c.schedule(schemas.Job{Type: schemas.JobUpdate, Origin: "https://b.example"})
	c.expect("job SecurityError")
	c.schedule(schemas.Job{Type: schemas.JobUnregister, Origin: "https://b.example"})
	c.expect("job SecurityError")
}

// Imported scripts are compared too; bad answers for them do not count.
func TestUpdateComparesImports(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	lib, gone := site+"/lib.js", site+"/gone.js"
	w.page(lib, script("// lib"))
	var given map[string]string // the script resource map of the last worker to be evaluated
	w.on(func(_ context.Context, e schemas.Event) schemas.EventReply {
		reply := schemas.EventReply{}
		if e.Type == "evaluate" {
			w.mu.Lock()
			defer w.mu.Unlock()
			given = e.Worker.Imports
			reply.Imports = map[string]string{lib: hashOf([]byte(w.pages[lib].body)), gone: "was there", "data:text/javascript,1": "fixed"}
		}
		return reply
	})
	c := w.listen()
	v1 := c.installed()
	for _, p := range []page{{fail: "gone"}, {status: 500}, {status: 200, headers: []string{"Content-Type", "text/html"}, body: "x"}, script("// lib")} {
		w.page(lib, p)
		c.schedule(schemas.Job{Type: schemas.JobUpdate})
		if m := c.expect("job"); m.Registration.Installing != nil {
			t.Fatalf("%+v made a new version", p)
		}
	}
	w.page(lib, script("// new lib"))
	c.schedule(schemas.Job{Type: schemas.JobUpdate})
	m := c.expect("job", "updatefound", "state installed", "state redundant", "state activating", "state activated")
	if m.Version == v1 || m.Registration.Active.Imports[lib] != hashOf([]byte("// new lib")) {
		t.Errorf("active: %+v", m.Registration.Active)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if bad, ok := given[gone]; given["data:text/javascript,1"] != "fixed" || given[lib] != hashOf([]byte("// new lib")) || bad != "" || !ok {
		t.Errorf("the new worker was given %v to import", given)
	}
}

// The program is the script itself unless the engine needs another form; bytes
// as fetched are kept under their hash.
func TestPrograms(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	scripts, err := bus.Scripts.Open(t.Context(), w.conn)
	w.must(err)
	w.page(site+"/dep.js", script("export const dep = 'from dep'"))
	for _, c := range []struct {
		name, url, kind string
		page            page
		program         string // a part of it; "" = the script itself
	}{
		{"plain", site + "/a.js", "classic", script("var a = 1"), ""},
		{"byte order mark", site + "/b.js", "classic", script("\ufeffvar b = 1"), "var b = 1"},
		{"lowered", site + "/c.js", "classic", script("async function* gen() { yield 1 }"), "gen"},
		{"typescript", site + "/d.ts", "classic", page{status: 200, headers: []string{"Content-Type", "video/mp2t"}, body: "let d: number = 42"}, "42"},
		{"module", site + "/e.js", "module", script("import { dep } from './dep.js'; self.x = dep"), "from dep"},
		{"data", site + "/f.js", "module", script("import { dep } from './dep.js'; import { data } from 'data:text/javascript,export const data = \"from data\"'; self.x = dep + data"), "from data"},
	} {
		at := c.url + "/"
		w.page(c.url, c.page)
		p := c.page
		p.headers = append(slices.Clone(p.headers), "Service-Worker-Allowed", "/")
		w.page(c.url, p)
		who := w.listen()
		who.schedule(schemas.Job{Type: schemas.JobRegister, ScriptURL: c.url, Scope: at, WorkerType: c.kind})
		m := who.expect("job")
		worker := m.Registration.Installing
		source, err := scripts.Get(t.Context(), worker.Script)
		if err != nil || string(source) != c.page.body {
			t.Errorf("%s: script %q, %v", c.name, source, err)
		}
		program, err := scripts.Get(t.Context(), worker.Program)
		if err != nil || !strings.Contains(string(program), c.program) {
			t.Errorf("%s: program %q, %v", c.name, program, err)
		}
		if c.program == "" && worker.Program != worker.Script {
			t.Errorf("%s: transformed for nothing", c.name)
		}
		if strings.Contains(string(program), ": number") || strings.Contains(string(program), "async function*") || strings.Contains(string(program), "import {") {
			t.Errorf("%s: not lowered: %s", c.name, program)
		}
		if c.kind == "module" && worker.Imports[site+"/dep.js"] != hashOf([]byte("export const dep = 'from dep'")) {
			t.Errorf("%s: imports %v", c.name, worker.Imports)
		}
	}
}
