package scripthost

import (
	"strings"

	"asterism/schemas"
	"asterism/webapi/dom"
	"asterism/webapi/performance"
)

// loading is how far a document has come.
type loading struct {
	parser   *dom.Parser
	parsed   bool      // the parser is at the end
	deferred []*script // to run in order after parsing
	ready    bool      // DOMContentLoaded has been fired
	complete bool      // load has been fired
	blockers int       // what delays the load event
	tell     navigation
	entry    *performance.Navigation // the document's own; nil: it came from no server
}

// begin parses what arrived. Called once, on the loop.
func (d *document) begin(a *arrival, n navigation) {
	d.loading.tell = n
	page, contentType, encoding := decode(a.body, a.contentType)
	d.dom.ContentType, d.dom.Encoding = contentType, encoding
	d.timed(a)
	d.loading.parser = dom.NewParser(d.dom, page)
	d.parse()
}

// parse goes on until the end of the page or the next script. Every script has
// a turn of its own; one that must be waited for calls parse again when it has
// run.
func (d *document) parse() {
	l := &d.loading
	for !d.over() && !l.parsed {
		n := l.parser.Next()
		if n == nil {
			l.parsed = true
			d.interactive()
			return
		}
		switch d.parserScript(n) {
		case scriptAwaited:
			return
		case scriptRan:
			d.page.post(d.parse)
			return
		}
	}
}

// interactive is the start of "the end": deferred scripts are next.
//
// https://html.spec.whatwg.org/#the-end
func (d *document) interactive() {
	d.dom.ReadyState = "interactive" // 2, 3
	d.reach(func(n *performance.Navigation, now float64) { n.Interactive = now })
	d.fireAt(&d.dom.Node, "readystatechange", false)
	d.runDeferred()
}

// runDeferred runs deferred scripts while they are there (step 5), then fires
// DOMContentLoaded.
func (d *document) runDeferred() {
	l := &d.loading
	if !l.parsed {
		return
	}
	if len(l.deferred) > 0 {
		next := l.deferred[0]
		if !next.ready || d.over() {
			return
		}
		l.deferred = l.deferred[1:]
		d.execute(next)
		d.page.post(d.runDeferred)
		return
	}
	if l.ready || d.over() {
		return
	}
	l.ready = true
	d.reach(func(n *performance.Navigation, now float64) { n.ContentLoaded = now })
	d.fireAt(&d.dom.Node, "DOMContentLoaded", true) // 6.1
	d.reach(func(n *performance.Navigation, now float64) { n.ContentDone = now })
	if d.container != nil && !d.initial {
		d.container.parsed() // 6.3, and jobs may run
	}
	d.maybeComplete()
}

// block delays the load event until the returned function is called, on the loop.
func (d *document) block() (unblock func()) {
	if d.loading.complete {
		return func() {}
	}
	d.loading.blockers++
	return func() {
		d.loading.blockers--
		d.maybeComplete()
	}
}

// maybeComplete fires load once nothing delays it (steps 8 and 9). A page that is
// being stopped does not get there: what it waited for has failed because of that.
func (d *document) maybeComplete() {
	l := &d.loading
	if !l.ready || l.complete || l.blockers > 0 || d.over() || d.ctx.Err() != nil {
		return
	}
	l.complete = true
	d.dom.ReadyState = "complete"
	d.reach(func(n *performance.Navigation, now float64) { n.Complete = now })
	d.fireAt(&d.dom.Node, "readystatechange", false)
	d.reach(func(n *performance.Navigation, now float64) { n.Load = now })
	d.fire("load")
	d.reach(func(n *performance.Navigation, now float64) { n.LoadEnd, n.Duration = now, now })
	d.fire("pageshow")
	d.activity.tell(schemas.Happening{Kind: schemas.HappeningLoaded, Client: d.id, URL: d.dom.URL})
	if l.tell.loaded != nil && !d.over() {
		l.tell.loaded(d)
	}
}

// fireAt fires a simple event at a node.
func (d *document) fireAt(n *dom.Node, typ string, bubbles bool) {
	if d.over() {
		return
	}
	if _, err := dom.Fire(n, typ, bubbles, false); err != nil {
		d.fatal(err)
	}
}

// isHTML says whether a MIME type's essence is to be parsed as a page.
func isHTML(essence string) bool {
	return essence == "" || essence == "text/html" || essence == "application/xhtml+xml"
}

// essence is a MIME type without parameters, in lower case.
func essence(contentType string) string {
	e, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(e))
}
