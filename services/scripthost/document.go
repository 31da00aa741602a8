package scripthost

import (
	"context"

	"github.com/dop251/goja"

	"asterism/webapi/blob"
	"asterism/webapi/dom"
	"asterism/webapi/events"
	"asterism/webapi/messaging"
)

// document is an active document with its realm and its client. Its fields
// belong to the page's loop.
type document struct {
	environment
	page     *page
	browsing *browsing
	status   int

	dom    *dom.Document
	window *window

	frames   map[*dom.Node]*browsing
	storages []*storage // that scripts have asked for
	loading  loading
	sandbox  sandbox
	state    goja.Value // history.state; nil: to be read from the entry
	initial  bool       // the blank one that a browsing context begins with
	unloaded bool
}

// newDocument makes the realm and the window of what arrived. No script has run.
func newDocument(b *browsing, a *arrival) *document {
	d := &document{page: b.page, browsing: b, frames: map[*dom.Node]*browsing{}}
	d.take(a)
	d.newRealm()
	d.install()
	imports := d.request("", "script")
	imports.Credentials = "same-origin"
	d.dynamicImports(d.modules(imports))
	d.obey(a.policies)
	if d.id != "" {
		d.register()
	}
	d.controlled()
	return d
}

// take makes d the document of what arrived.
func (d *document) take(a *arrival) {
	b := d.browsing
	d.settle(&b.page.thread, d, b.page.ctx, a.client)
	d.status, d.inbox, d.ancestors, d.secure = a.status, a.inbox, b.ancestors(), a.secure
	d.sandbox, d.initial, d.loading, d.state = a.sandbox, a.initial, loading{}, nil
	d.controller.Store(a.controller)
	d.dom = dom.NewDocument(a.client.URL, d)
	d.dom.Referrer = a.referrer
	d.dom.LastModified = a.modified
	if a.base != "" {
		d.dom.BaseURL, d.creationURL = a.base, a.creationURL
	}
}

// become makes the blank document that a browsing context began with what arrived:
// its window stays, and with it what scripts have made of it.
func (d *document) become(a *arrival) {
	for n, f := range d.frames {
		delete(d.frames, n)
		f.release = nil
		f.close()
	}
	d.end()
	d.page.locals--
	d.page.s.release()
	if d.container != nil {
		d.container.open = false
	}
	d.take(a)
	d.dom.Window = d.window
	d.dom.Location = func() goja.Value { return d.window.locationObject(d.realm) }
	dom.Adopt(d.realm, d.dom)
	d.obey(a.policies)
	if d.id != "" {
		d.register()
	}
}

// register makes the page know the document, and enters its client.
func (d *document) register() {
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
	d.enter()
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
	if d.browsing.closing && d.container != nil {
		d.container.abandon()
	}
	d.unloaded = true
	if d.browsing.closing && d.page.focus == d.browsing {
		d.page.focus = d.browsing.container()
	}
	for _, st := range d.storages {
		st.area.leave(st)
	}
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

// over, leaving, unhandled, baseURL and global implement inhabitant.
func (d *document) over() bool { return d.unloaded || d.page.broken }

func (d *document) leaving() bool { return d.browsing.closing }

func (d *document) unhandled(e *events.ErrorEvent) { d.lament(e) }

func (d *document) baseURL() string { return d.dom.Base() }

func (d *document) global() events.Node { return d.window }
