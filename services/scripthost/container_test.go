package scripthost

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/clone"

	"asterism/js"
	"asterism/js/jstest"
)

// job waits for the next job.
func (w *world) job() schemas.Job {
	w.t.Helper()
	select {
	case j := <-w.jobs:
		return j
	case <-time.After(10 * time.Second):
		w.t.Fatal("no job came")
	}
	return schemas.Job{}
}

// tell sends messages to a client, in order.
func (w *world) tell(client string, messages ...schemas.ClientMessage) {
	w.t.Helper()
	for _, m := range messages {
		must(w.t, bus.ToClient.Publish(w.conn, bus.Params{"client": client}, m))
	}
}

// put puts a registration into the fake registry.
func (w *world) put(r schemas.Registration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.regs[r.Scope] = r
}

func aWorker(version string, state schemas.State) *schemas.Worker {
	return &schemas.Worker{Version: version, ScriptURL: "http://localhost/sw.js", Type: "classic", State: state}
}

// install is the messages of a first registration's way to an active worker.
func install(scope, job string) []schemas.ClientMessage {
	reg := func(slot string, state schemas.State) *schemas.Registration {
		r := &schemas.Registration{ID: "r1", Scope: scope, UpdateViaCache: "imports"}
		switch slot {
		case "installing":
			r.Installing = aWorker("v1", state)
		case "waiting":
			r.Waiting = aWorker("v1", state)
		case "active":
			r.Active = aWorker("v1", state)
		}
		return r
	}
	return []schemas.ClientMessage{
		{Kind: schemas.ClientState, Registration: reg("installing", schemas.StateInstalling), Version: "v1", State: schemas.StateInstalling},
		{Kind: schemas.ClientJob, Job: job, Registration: reg("installing", schemas.StateInstalling)},
		{Kind: schemas.ClientUpdateFound, Registration: reg("installing", schemas.StateInstalling)},
		{Kind: schemas.ClientState, Registration: reg("waiting", schemas.StateInstalled), Version: "v1", State: schemas.StateInstalled},
		{Kind: schemas.ClientState, Registration: reg("active", schemas.StateActivating), Version: "v1", State: schemas.StateActivating},
		{Kind: schemas.ClientState, Registration: reg("active", schemas.StateActivated), Version: "v1", State: schemas.StateActivated},
	}
}

func TestRegister(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/dir/": `<script>var order = [], sw = navigator.serviceWorker;
		sw.ready.then(r => order.push('ready ' + r.active.state));
		sw.addEventListener('controllerchange', () => order.push('controllerchange ' + sw.controller.state));
		var p = sw.register('sw.js#x', {scope: './', updateViaCache: 'imports'}).then(r => { window.r = r;
			order.push('registered ' + r.installing.state); window.w = r.installing;
			r.onupdatefound = () => order.push('updatefound ' + (r.installing === w));
			w.onstatechange = () => order.push(w.state + ' ' + [r.installing, r.waiting, r.active].indexOf(w));
		}); order.push('sync');
		addEventListener('DOMContentLoaded', () => order.push('DOMContentLoaded'));</script>`})
	d := w.open("/dir/")
	j := w.job()
	if j.Type != schemas.JobRegister || j.ScriptURL != "http://localhost/dir/sw.js" || j.Scope != "http://localhost/dir/" || j.Client != d.Client ||
		j.Origin != "http://localhost" || j.Referrer != "http://localhost/dir/" || j.WorkerType != "classic" || j.UpdateViaCache != "imports" {
		t.Fatalf("job %+v", j)
	}
	w.tell(d.Client, install(j.Scope, j.ID)...)
	w.tell(d.Client, schemas.ClientMessage{Kind: schemas.ClientController, Scope: j.Scope, Controller: aWorker("v1", schemas.StateActivated)})
	w.until("the controller changes", func() bool { return w.eval(d.Client, "String(sw.controller)") != `"null"` })
	w.want(d.Client, "order", `["sync","DOMContentLoaded","registered installing","updatefound true","installed 1",`+
		`"activating 2","ready activating","activated 2","controllerchange activated"]`)
	w.want(d.Client, "sw.controller === w && r.active === w && r.scope === 'http://localhost/dir/' && w instanceof ServiceWorker", "true")
	w.want(d.Client, "sw.ready === sw.ready && sw.ready.then(x => x === r)", "true")
	w.want(d.Client, "fetch('/x').then(r => r.status)", "404")
	if n, _ := w.requested("/x"); n.ControllerScope != j.Scope || n.ControllerVersion != "v1" {
		t.Errorf("a controlled fetch was asked for as %+v", n)
	}
}

func TestRegisterChecks(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": ""})
	d := w.open("/")
	for args, want := range map[string]string{
		"'http://[bad'":                      "TypeError",
		"'data:text/javascript,1'":           "TypeError",
		"'/a%2fb.js'":                        "TypeError",
		"'/sw.js', {scope: 'file:///'}":      "TypeError",
		"'/sw.js', {scope: '/%5C/'}":         "TypeError",
		"'/sw.js', {type: 'shared'}":         "TypeError",
		"'/sw.js', {updateViaCache: 'some'}": "TypeError",
		"":                                   "TypeError",
	} {
		w.want(d.Client, "navigator.serviceWorker.register("+args+").then(() => 'ok', e => e.constructor.name)", fmt.Sprintf("%q", want))
	}
	w.want(d.Client, "navigator.serviceWorker.getRegistration('http://other.example/').catch(e => e.name)", `"SecurityError"`)
	w.want(d.Client, "navigator.serviceWorker.getRegistration()", "null")
	w.want(d.Client, "p = navigator.serviceWorker.register('/sw.js'); 1", "1")
	w.tell(d.Client, schemas.ClientMessage{Kind: schemas.ClientJob, Job: w.job().ID,
		Error: &schemas.Error{Code: schemas.CodeRefused, Message: "not from there", Exception: "SecurityError"}})
	w.want(d.Client, "p.catch(e => e.name + ' ' + e.message + (e instanceof DOMException))", `"SecurityError not from theretrue"`)
	if r, err := bus.Open.Do(t.Context(), w.conn, nil, schemas.OpenDocument{URL: "http://plain.example/"}); err != nil {
		t.Error(err)
	} else {
		w.want(r.Client, "typeof navigator.serviceWorker + isSecureContext", `"undefinedfalse"`)
	}
}

func TestRegistrations(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": ""})
	w.control = func(schemas.NetRequest) (string, string) { return "http://localhost/", "v1" }
	w.put(schemas.Registration{ID: "r1", Scope: "http://localhost/", UpdateViaCache: "none", Active: aWorker("v1", schemas.StateActivated)})
	d := w.open("/")
	w.want(d.Client, "c = navigator.serviceWorker.controller; c.scriptURL + c.state", `"http://localhost/sw.jsactivated"`)
	w.want(d.Client, "navigator.serviceWorker.getRegistration('sub').then(r => { window.r = r; return r.active === c && r.updateViaCache })", `"none"`)
	w.want(d.Client, "navigator.serviceWorker.getRegistrations().then(l => l.length === 1 && l[0] === r && Object.isFrozen(l))", "true")
	w.want(d.Client, "navigator.serviceWorker.ready.then(x => x === r)", "true")
	w.want(d.Client, "up = r.update(); gone = r.unregister(); 1", "1")
	a, b := w.job(), w.job()
	if a.Type != schemas.JobUpdate || a.ScriptURL != "http://localhost/sw.js" || b.Type != schemas.JobUnregister || b.Scope != "http://localhost/" {
		t.Fatalf("jobs %+v, %+v", a, b)
	}
	reg := w.regs["http://localhost/"]
	w.tell(d.Client, schemas.ClientMessage{Kind: schemas.ClientJob, Job: a.ID, Registration: &reg},
		schemas.ClientMessage{Kind: schemas.ClientJob, Job: b.ID, Unregistered: true})
	w.want(d.Client, "Promise.all([up, gone]).then(([u, g]) => u === r && g)", "true")
	next := reg
	next.Active = aWorker("v2", schemas.StateActivated)
	w.put(next)
	late := w.open("/late")
	w.want(late.Client, "navigator.serviceWorker.getRegistration().then(r => r.active === navigator.serviceWorker.controller)", "true")
	for _, c := range w.clients() {
		if c.ID == late.Client && c.ControllerVersion != "v2" {
			t.Errorf("the late client is %+v", c)
		}
	}
	w.want(late.Client, "close()", "null")
	w.until("the late client goes", func() bool { return len(w.clients()) == 1 })
	c := w.clients()[0]
	if c.ControllerScope != "http://localhost/" || c.ControllerVersion != "v1" {
		t.Errorf("client %+v", c)
	}
}

// serialized is a structured clone of a value given as JavaScript.
func serialized(t *testing.T, source string) (data []byte) {
	t.Helper()
	e := jstest.New(t, nil)
	e.Do(func(r *js.Realm) {
		p, err := js.Compile("value", "("+source+")")
		must(t, err)
		v, err := r.Run(p)
		must(t, err)
		data, err = clone.Serialize(r, v, nil)
		must(t, err)
	})
	return data
}

func TestMessagesFromWorkers(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": "<script>var got = [];</script><script src=/slow.js></script>",
		"/slow.js": "navigator.serviceWorker.addEventListener('message', e => got.push([e.data.n, e.origin, e.source.scriptURL]));" +
			"navigator.serviceWorker.onmessageerror = e => got.push(e.type)"})
	post := func(data []byte) schemas.ClientMessage {
		return schemas.ClientMessage{Kind: schemas.ClientPost, Data: data, Origin: "http://localhost", Scope: "http://localhost/",
			Source: aWorker("v1", schemas.StateActivated)}
	}
	// Sent as soon as the id is known to anyone: while the navigation is on its way.
	w.control = func(q schemas.NetRequest) (string, string) {
		if q.Request.Mode == "navigate" {
			w.tell(q.ReservedClientID, post(serialized(t, "{n: 0}")))
		}
		return "", ""
	}
	d := w.open("/")
	w.until("the early message comes", func() bool { return w.eval(d.Client, "got.length") == "1" })
	w.tell(d.Client, post(serialized(t, "{n: 1}")), post([]byte("junk")), post(serialized(t, "{n: new Map([[1, 2]]).size + 1}")))
	w.until("all come", func() bool { return w.eval(d.Client, "got.length") == "4" })
	w.want(d.Client, "got", `[[0,"http://localhost","http://localhost/sw.js"],[1,"http://localhost","http://localhost/sw.js"],"messageerror",`+
		`[2,"http://localhost","http://localhost/sw.js"]]`)
}

func TestMessagesToWorkers(t *testing.T) {
	w := newWorld(t, nil, map[string]string{"/": ""})
	w.control = func(schemas.NetRequest) (string, string) { return "http://localhost/", "v1" }
	var mu sync.Mutex
	var got []schemas.Event
	starts := 0
	service, err := w.conn.NewService("manager", "m1", "0.0.1", "A manager.")
	must(t, err)
	t.Cleanup(func() { _ = service.Stop() })
	take := func(e schemas.Event) schemas.EventReply {
		mu.Lock()
		defer mu.Unlock()
		got = append(got, e)
		return schemas.EventReply{Manager: "m1"}
	}
	// Nobody runs the worker: the first message starts it, after a busy answer;
	// from the fifth on it runs.
	must(t, bus.DispatchStart.Serve(service, bus.Params{"manager": "m1"}, func(_ context.Context, e schemas.Event, _ bus.Params) (schemas.EventReply, error) {
		mu.Lock()
		starts++
		n := starts
		mu.Unlock()
		if n == 1 {
			return schemas.EventReply{Manager: "m1", Busy: true}, nil
		}
		if n == 5 {
			must(t, bus.Dispatch.Serve(service, bus.Params{"type": "message", "scope": e.Scope, "version": e.Version},
				func(_ context.Context, e schemas.Event, _ bus.Params) (schemas.EventReply, error) {
					return take(e), nil
				}))
			must(t, w.conn.Flush())
		}
		return take(e), nil
	}))
	members, err := bus.Members.Open(t.Context(), w.conn)
	must(t, err)
	_, err = members.Put(t.Context(), "m1", schemas.Member{ID: "m1", Kind: "manager", Version: "1", Started: time.Now()})
	must(t, err)
	d := w.open("/")
	w.want(d.Client, "for (let i = 0; i < 100; i++) navigator.serviceWorker.controller.postMessage({n: i}); 1", "1")
	w.until("a hundred arrive", func() bool { mu.Lock(); defer mu.Unlock(); return len(got) == 100 })
	e := jstest.New(t, nil)
	for i, event := range got {
		if event.Type != "message" || !event.NoWait || event.Origin != "http://localhost" || event.Source.ID != d.Client || event.Version != "v1" {
			t.Fatalf("event %+v", event)
		}
		e.Do(func(r *js.Realm) {
			v, err := clone.Deserialize(r, event.Data)
			must(t, err)
			if n := v.ToObject(r.VM).Get("n").ToInteger(); n != int64(i) {
				t.Fatalf("message %d is number %d", n, i)
			}
		})
	}
	w.want(d.Client, "navigator.serviceWorker.controller.postMessage('last'); 1", "1")
	_, err = bus.CloseDocument.Do(t.Context(), w.conn, bus.Params{"client": d.Client}, schemas.CloseDocument{Client: d.Client})
	must(t, err)
	w.until("what was posted before the end arrives", func() bool { mu.Lock(); defer mu.Unlock(); return len(got) == 101 })
	d = w.open("/")
	if starts < 5 {
		t.Errorf("%d starts", starts)
	}
	if got := w.eval(d.Client, "navigator.serviceWorker.controller.postMessage(() => 1)"); !strings.Contains(got, "DataCloneError") {
		t.Errorf("a function was posted: %s", got)
	}
}
