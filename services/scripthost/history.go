package scripthost

import (
	"weak"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
	"asterism/webapi/events"
	"asterism/webapi/weburl"
)

// maxEntries is how many history entries are kept; the oldest go first.
const maxEntries = 100

// history is a browsing context's session history.
//
// https://html.spec.whatwg.org/#session-history
type history struct {
	entries []entry
	at      int
}

// entry is a session history entry.
type entry struct {
	url   string
	state []byte                 // serialized; nil: null
	doc   weak.Pointer[document] // the one it belongs to; another than the current is loaded anew
	post  *postResource          // what it was loaded with; nil: GET
}

// postResource is what a page was asked for with by POST.
//
// https://html.spec.whatwg.org/#post-resource
type postResource struct {
	body      []byte
	mediaType string
}

// again makes n send what the entry's page was loaded with.
func (e entry) again(n navigation) navigation {
	if e.post != nil {
		n.method, n.body, n.mediaType = "POST", e.post.body, e.post.mediaType
	}
	return n
}

// arrived enters a new document that answers a POST, or a GET for nil.
func (h *history) arrived(d *document, n navigation, post *postResource) {
	defer h.shed(d.s.cfg.MaxBody)
	e := entry{url: d.dom.URL, doc: weak.Make(d), post: post}
	if n.history && n.entry < len(h.entries) {
		h.at = n.entry
		e.state = h.entries[h.at].state
		h.entries[h.at] = e
		return
	}
	// What comes in place of the first blank document, or of the same page, is no step.
	first := len(h.entries) == 1 && h.entries[0].url == "about:blank"
	h.enter(e, n.replace || n.reload || first || h.at < len(h.entries) && h.entries[h.at].url == e.url)
}

// within enters another URL or state of the current entry's document.
//
// https://html.spec.whatwg.org/#url-and-history-update-steps
func (h *history) within(d *document, url string, state []byte, replace bool) {
	h.enter(entry{url: url, state: state, doc: weak.Make(d), post: h.current().post}, replace)
}

// shed forgets the bodies that are furthest back, as long as all have more than
// most bytes; their pages are asked for by GET then.
func (h *history) shed(most int) {
	seen := map[*postResource]bool{nil: true}
	for i := len(h.entries) - 1; i >= 0; i-- {
		post := h.entries[i].post
		if seen[post] {
			continue
		}
		if most -= len(post.body); most < 0 {
			h.entries[i].post = nil
			continue
		}
		seen[post] = true
	}
}

// enter adds an entry behind the current one, or replaces that.
func (h *history) enter(e entry, replace bool) {
	switch {
	case len(h.entries) == 0:
		h.entries, h.at = []entry{e}, 0
	case replace:
		h.entries[h.at] = e
	default:
		h.entries = append(h.entries[:h.at+1:h.at+1], e)
		if len(h.entries) > maxEntries {
			h.entries = h.entries[1:]
		}
		h.at = len(h.entries) - 1
	}
}

func (h *history) current() *entry {
	if h.at < len(h.entries) {
		return &h.entries[h.at]
	}
	return &entry{}
}

// traverse goes to another entry, from a task of its own.
//
// https://html.spec.whatwg.org/#traverse-the-history-by-a-delta
func (b *browsing) traverse(delta int) {
	b.page.post(func() {
		to := b.history.at + delta
		if b.doc == nil || to < 0 || to >= len(b.history.entries) {
			return
		}
		d, e := b.doc, b.history.entries[to]
		if e.doc.Value() != d {
			b.navigate(e.url, e.again(navigation{from: d, history: true, entry: to, loaded: b.reloaded}))
			return
		}
		b.history.at = to
		d.moveTo(e)
	})
}

// moveTo makes an entry of the document's own the current one.
//
// https://html.spec.whatwg.org/#update-document-for-history-step-application
func (d *document) moveTo(e entry) {
	old := d.dom.URL
	d.moveURL(e.url)
	d.state = nil
	pop := &popState{Event: events.Event{Type: "popstate"}, state: d.historyState()}
	if _, err := events.Fire(d.realm, d.window, popStateClass, pop); err != nil {
		d.fatal(err)
	}
	d.hashChange(old)
}

// moveURL gives the document another URL without loading it anew.
func (d *document) moveURL(url string) {
	if d.dom.BaseURL == d.dom.URL {
		d.dom.BaseURL = url
	}
	d.dom.URL = url
}

// historyState is history.state.
func (d *document) historyState() goja.Value {
	if d.state == nil {
		d.state = goja.Null()
		if data := d.browsing.history.current().state; data != nil {
			if v, err := clone.Deserialize(d.realm, data); err == nil {
				d.state = v
			}
		}
	}
	return d.state
}

// hashChange tells of another fragment.
func (d *document) hashChange(old string) {
	if d.over() || fragment(old) == fragment(d.dom.URL) {
		return
	}
	e := &hashChange{Event: events.Event{Type: "hashchange"}, old: old, url: d.dom.URL}
	if _, err := events.Fire(d.realm, d.window, hashChangeClass, e); err != nil {
		d.fatal(err)
	}
}

func fragment(url string) string {
	if u, err := weburl.Parse(url); err == nil {
		return u.Hash()
	}
	return ""
}

// historyClass is History.
//
// https://html.spec.whatwg.org/#the-history-interface
var historyClass = &js.Class[*document]{
	Name: "History",
	Attrs: []js.Attr[*document]{
		{Name: "length", Get: func(d *document, c js.Call) goja.Value { return c.VM.ToValue(len(d.browsing.history.entries)) }},
		{Name: "state", Get: func(d *document, c js.Call) goja.Value { return d.historyState() }},
		{Name: "scrollRestoration", Get: func(_ *document, c js.Call) goja.Value { return c.VM.ToValue("auto") },
			Set: func(*document, js.Call, goja.Value) {}},
	},
	Methods: []js.Method[*document]{
		{Name: "pushState", Length: 2, Call: func(d *document, c js.Call) goja.Value { return changeState(d, c, false) }},
		{Name: "replaceState", Length: 2, Call: func(d *document, c js.Call) goja.Value { return changeState(d, c, true) }},
		{Name: "back", Call: func(d *document, _ js.Call) goja.Value { return d.step(-1) }},
		{Name: "forward", Call: func(d *document, _ js.Call) goja.Value { return d.step(1) }},
		{Name: "go", Call: func(d *document, c js.Call) goja.Value {
			delta := 0
			if v := c.Arg(0); !goja.IsUndefined(v) {
				delta = int(int32(v.ToInteger()))
			}
			return d.step(delta)
		}},
	},
}

// step is history.go(delta).
//
// https://html.spec.whatwg.org/#delta-traverse
func (d *document) step(delta int) goja.Value {
	switch {
	case d.over():
	case delta == 0:
		d.reload()
	default:
		d.browsing.traverse(delta)
	}
	return goja.Undefined()
}

// changeState is https://html.spec.whatwg.org/#shared-history-push/replace-state-steps
func changeState(d *document, c js.Call, replace bool) goja.Value {
	if d.over() { // 2
		c.Throw(c.DOMException("SecurityError", "the document is not active any more"))
	}
	data := clone.SerializeCall(c, c.Arg(0), nil) // 4
	url := d.dom.URL
	if v := c.Arg(2); !goja.IsUndefined(v) && !goja.IsNull(v) { // 6
		base, err := weburl.Parse(d.dom.Base())
		var u *weburl.URL
		if err == nil {
			u, err = weburl.ParseRef(c.USVString(v, "url"), base)
		}
		if err != nil || u.Origin() != originOf(d.dom.URL) || u.Origin() == "null" && u.Href() != d.dom.URL {
			c.Throw(c.DOMException("SecurityError", "a history entry cannot have the URL '%s'", v.String()))
		}
		url = u.Href()
	}
	d.moveURL(url) // 9
	d.browsing.history.within(d, url, data, replace || d.initial)
	d.state = nil
	return goja.Undefined()
}
