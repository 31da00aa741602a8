package scripthost

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"asterism/bus"
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/console"
	"asterism/webapi/events"
)

// environment is a service worker client with its realm: what documents and
// workers have in common. Its fields belong to the thread's loop, but for the
// atomic ones and what never changes.
//
// https://html.spec.whatwg.org/#environment-settings-object
type environment struct {
	*thread
	self inhabitant

	id          string // client id; "" for those that are no clients (about:blank)
	origin      string
	ancestors   []string // origins of the documents around it, the nearest first
	creationURL string
	secure      bool            // its creator is a secure context
	ctx         context.Context // ends when the document is unloaded, or the worker ends
	end         context.CancelFunc

	realm      *js.Realm
	controller atomic.Pointer[controller] // also read by fetches
	policies   atomic.Pointer[policies]   // the same; nil: none
	container  *container                 // nil: no client, or not a secure context
	inbox      *inbox
	clientMu   sync.Mutex
	client     schemas.Client  // as created, but for the focus, which clientMu guards
	workers    atomic.Int32    // that it has started and that run
	renewed    chan struct{}   // closed when the client is renewed no more
	reporting  bool            // an error event is being fired
	muted      map[string]bool // URLs of scripts whose errors are kept from other scripts
}

// inhabitant is the document or worker of an environment. Loop only.
type inhabitant interface {
	// over says that no script may run any more.
	over() bool
	// leaving says that it is about to be over.
	leaving() bool
	// unhandled hears of an exception that no listener of error dealt with.
	unhandled(e *events.ErrorEvent)
	// baseURL is what relative URLs are resolved against.
	baseURL() string
	// global is its global object, at which events are fired.
	global() events.Node
}

// settle prepares an environment for what arrived, before its realm is made. It
// ends with parent.
func (e *environment) settle(t *thread, self inhabitant, parent context.Context, client schemas.Client) {
	e.thread, e.self = t, self
	e.id, e.origin, e.creationURL = client.ID, client.Origin, withoutFragment(client.URL)
	e.client = client
	e.ctx, e.end = context.WithCancel(parent)
}

// isSecure says whether it is a secure context.
//
// https://w3c.github.io/webappsec-secure-contexts/#settings-object
func (e *environment) isSecure() bool { return e.secure || e.s.secure(e.creationURL) }

// enter delivers what is sent to the client, and keeps it alive.
func (e *environment) enter() {
	e.inbox.attach(func(m schemas.ClientMessage) { e.post(func() { e.receive(m) }) })
	e.renewed = make(chan struct{})
	e.background(func(context.Context) {
		defer close(e.renewed)
		e.renew()
	})
}

// renew keeps the client's entry from expiring until the environment ends.
func (e *environment) renew() {
	ticker := time.NewTicker(bus.Clients.TTL / 3)
	defer ticker.Stop()
	for {
		select {
		case <-e.ctx.Done():
			return
		case <-ticker.C:
		}
		clients := e.s.clients
		_, err := clients.Modify(e.ctx, e.id, func(*schemas.Client) bool { return true })
		if errors.Is(err, bus.ErrNotFound) { // the connection was away for longer than the TTL
			_, err = clients.Create(e.ctx, e.id, e.record())
		}
		if err != nil && e.ctx.Err() == nil {
			e.s.log.Warn("client not renewed", "client", e.id, "error", err)
		}
	}
}

// record is the client's entry as it is now.
func (e *environment) record() schemas.Client {
	e.clientMu.Lock()
	now := e.client
	e.clientMu.Unlock()
	now.ControllerScope, now.ControllerVersion = "", ""
	if c := e.controller.Load(); c != nil {
		now.ControllerScope, now.ControllerVersion = c.scope, c.worker.Version
	}
	return now
}

// leave takes the client off the bus. From any goroutine, once.
func (e *environment) leave() {
	e.end()
	e.inbox.stop()
	<-e.renewed // or it might enter the client again
	e.s.forget(e.id)
	e.s.release()
}

// Console publishes a line on the page's console and logs it; it implements
// console.Host.
func (e *environment) Console(level console.Level, text, source string) {
	e.line(schemas.Log{Scope: e.creationURL, Client: e.id, Level: string(level), Text: text, Source: source})
}

// fire fires a simple event at the global object.
func (e *environment) fire(typ string) {
	if err := events.FireSimple(e.realm, e.self.global(), typ); err != nil {
		e.fatal(err)
	}
}

// later runs work on a goroutine of the thread and done on the loop, unless the
// document or worker is over by then.
func later[T any](e *environment, work func(ctx context.Context) (T, error), done func(T, error)) {
	e.background(func(context.Context) {
		end := e.activity.begin("work for a script")
		v, err := work(e.ctx)
		end()
		e.post(func() {
			if !e.self.over() {
				done(v, err)
			}
		})
	})
}
