package scripthost

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"

	"asterism/bus"
	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/blob"
	"asterism/webapi/dom"
	"asterism/webapi/messaging"
)

// document is an active document with its realm and its client. Its fields
// belong to the page's loop, but for the atomic ones and what never changes.
type document struct {
	page        *page
	browsing    *browsing
	id          string // client id; "" for those that are no clients (about:blank)
	origin      string
	creationURL string
	status      int
	ctx         context.Context // ends when the document is unloaded
	end         context.CancelFunc

	realm  *js.Realm
	dom    *dom.Document
	window *window

	controller atomic.Pointer[controller] // also read by fetches
	container  *container
	inbox      *inbox
	client     schemas.Client // as created

	frames   map[*dom.Node]*browsing
	loading  loading
	unloaded bool
	renewed  chan struct{} // closed when the client is renewed no more
}

// newDocument makes the realm and the window of what arrived. No script has run.
func newDocument(b *browsing, a *arrival) *document {
	d := &document{
		page: b.page, browsing: b, id: a.client.ID, origin: a.client.Origin, creationURL: withoutFragment(a.client.URL),
		status: a.status, inbox: a.inbox, client: a.client, frames: map[*dom.Node]*browsing{},
	}
	d.ctx, d.end = context.WithCancel(b.page.ctx)
	d.controller.Store(a.controller)
	d.realm = js.NewRealm(b.page.loop, js.RealmConfig{Stack: b.page.s.cfg.Stack, Uncaught: d.uncaught, Rejected: d.rejected, Handled: d.handledLate})
	d.dom = dom.NewDocument(a.client.URL, d)
	d.dom.Referrer = a.referrer
	d.dom.LastModified = a.modified
	d.install()
	d.dynamicImports()
	if d.id != "" {
		d.enter()
	}
	return d
}

// enter makes the page know the document, keeps its client alive and delivers
// what is sent to it.
func (d *document) enter() {
	p := d.page
	p.mu.Lock()
	if !p.gone {
		p.open[d.id] = d
	}
	p.mu.Unlock()
	if p.first == "" {
		p.first = d.id
	}
	p.address(d.id)
	d.inbox.attach(func(m schemas.ClientMessage) { p.post(func() { d.receive(m) }) })
	d.renewed = make(chan struct{})
	p.background(func(context.Context) {
		defer close(d.renewed)
		d.renew()
	})
}

// renew keeps the client's entry from expiring until the document ends.
func (d *document) renew() {
	ticker := time.NewTicker(bus.Clients.TTL / 3)
	defer ticker.Stop()
	for {
		select {
		case <-d.ctx.Done():
			return
		case <-ticker.C:
		}
		clients := d.page.s.clients
		_, err := clients.Modify(d.ctx, d.id, func(*schemas.Client) bool { return true })
		if errors.Is(err, bus.ErrNotFound) { // the connection was away for longer than the TTL
			again := d.client
			again.ControllerScope, again.ControllerVersion = "", ""
			if c := d.controller.Load(); c != nil {
				again.ControllerScope, again.ControllerVersion = c.scope, c.worker.Version
			}
			_, err = clients.Create(d.ctx, d.id, again)
		}
		if err != nil && d.ctx.Err() == nil {
			d.page.s.log.Warn("client not renewed", "client", d.id, "error", err)
		}
	}
}

// unload ends the document: its frames first.
//
// https://html.spec.whatwg.org/#unload-a-document, without pagehide and unload
// events' chance to run at the page's end.
func (d *document) unload() {
	if d.unloaded {
		return
	}
	for _, f := range d.frames {
		f.release = nil
		f.close()
	}
	d.fire("pagehide")
	d.fire("unload")
	d.unloaded = true
	messaging.Shutdown(d.realm)
	blob.Shutdown(d.realm)
	d.end()
	p := d.page
	p.mu.Lock()
	_, known := p.open[d.id]
	delete(p.open, d.id)
	p.mu.Unlock()
	if known {
		p.unaddress(d.id)
		p.background(func(context.Context) { d.leave() })
	}
	if d.id == "" {
		p.locals--
		p.s.release()
	}
	d.realm.Close()
}

// leave takes the client off the bus. From any goroutine, once.
func (d *document) leave() {
	d.end()
	d.inbox.stop()
	<-d.renewed // or it might enter the client again
	d.page.s.forget(d.id)
	d.page.s.release()
}

// over says that no script of the document may run any more.
func (d *document) over() bool { return d.unloaded || d.page.broken }

// fatal ends the page when err broke a limit or the engine; exceptions do not.
func (d *document) fatal(err error) {
	var thrown *js.Exception
	var syntax *js.SyntaxError
	var fault *js.EngineFault
	switch {
	case err == nil, errors.As(err, &syntax):
	case errors.Is(err, js.ErrStopped):
		d.page.broken = true
	case errors.As(err, &thrown):
		if thrown.Overflow {
			d.page.say("error", "Uncaught RangeError: Maximum call stack size exceeded", "")
		}
	case errors.As(err, &fault):
		d.page.broken = true
		d.page.s.log.Error("engine fault", "reason", fault.Reason, "stack", fault.Stack)
		d.page.say("error", "the script engine failed: "+fault.Reason+": the document is discarded", "")
		d.page.loop.Stop(&schemas.Error{Code: schemas.CodeScript, Message: "the script engine failed: " + fault.Reason})
	default:
		d.page.broken = true
		d.page.loop.Stop(err)
	}
}

// run evaluates a classic script and reports what it throws.
func (d *document) run(p *goja.Program) {
	if _, err := d.realm.Run(p); err != nil {
		d.thrown(err)
	}
}

// thrown reports an exception as uncaught.
func (d *document) thrown(err error) {
	var e *js.Exception
	if errors.As(err, &e) && !e.Overflow {
		d.uncaught(e.Value, false)
		return
	}
	d.fatal(err)
}
