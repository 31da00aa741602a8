package scripthost

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/weburl"
)

// maxWindows is how many windows the scripts of a page may have open.
const maxWindows = 32

// openWindow is window.open(url, target, features).
//
// https://html.spec.whatwg.org/#window-open-steps
func openWindow(w *window, c js.Call) goja.Value {
	text, target := "", "_blank"
	if v := c.Arg(0); !goja.IsUndefined(v) {
		text = c.USVString(v, "url")
	}
	if v := c.Arg(1); !goja.IsUndefined(v) {
		target = cmp.Or(c.String(v, "target"), target) // "" is a new window in all browsers
	}
	features := ""
	if v := c.Arg(2); !goja.IsUndefined(v) && !goja.IsNull(v) {
		features = strings.ToLower(c.String(v, "features"))
	}
	entry := documentIn(c.Loop.Entry())
	if entry == nil {
		entry = w.doc
	}
	url := ""
	if text != "" { // 5
		base, err := weburl.Parse(entry.dom.Base())
		var u *weburl.URL
		if err == nil {
			u, err = weburl.ParseRef(text, base)
		}
		if err != nil {
			c.Throw(c.DOMException("SyntaxError", "'%s' is not a valid URL", text))
		}
		url = u.Href()
	}
	noReferrer := hasFeature(features, "noreferrer")
	noOpener := noReferrer || hasFeature(features, "noopener")
	b := w.doc.browsing.choose(target) // 12
	if b == nil {
		if !w.doc.sandbox.popups() {
			return goja.Null()
		}
		if noOpener { // 14
			w.doc.page.separate(url, navigation{from: w.doc})
			return goja.Null()
		}
		if b = w.doc.popup(target); b == nil {
			return goja.Null()
		}
		b.leave(url, navigation{from: w.doc})
	} else if url != "" { // 16
		b.leave(url, navigation{from: w.doc})
	}
	if noOpener {
		return goja.Null()
	}
	return c.Outer(b)
}

// leave navigates from a task of its own: the script that asks goes on until then.
func (b *browsing) leave(url string, n navigation) {
	n.loaded, n.failed = b.reloaded, func(error) { b.reloaded(b.doc) }
	b.page.post(func() {
		switch {
		case b.doc == nil:
		case (url == "" || url == "about:blank") && b.doc.initial:
			b.stay(n)
		default:
			b.navigate(url, n)
		}
	})
}

// hasFeature reports whether a list of window features asks for one.
//
// https://html.spec.whatwg.org/#concept-window-open-features-tokenize
func hasFeature(features, name string) bool {
	for _, f := range strings.FieldsFunc(features, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' }) {
		key, value, given := strings.Cut(f, "=")
		if key == name {
			return !given || value == "" || value == "yes" || value == "true" || value == "1"
		}
	}
	return false
}

// choose is the browsing context that a target names, as b sees it; nil: a new one.
//
// https://html.spec.whatwg.org/#the-rules-for-choosing-a-navigable
func (b *browsing) choose(target string) *browsing {
	switch strings.ToLower(target) {
	case "", "_self":
		return b
	case "_parent":
		if b.parent != nil {
			return b.parent.browsing
		}
		return b
	case "_top":
		for b.parent != nil {
			b = b.parent.browsing
		}
		return b
	case "_blank":
		return nil
	}
	for _, top := range append([]*browsing{b.page.top}, b.page.popups...) {
		if found := top.named(target); found != nil {
			return found
		}
	}
	return nil
}

// named finds a browsing context by its name, b first and then below it.
func (b *browsing) named(name string) *browsing {
	if b.name == name && b.doc != nil && !b.closing {
		return b
	}
	for _, f := range b.childFrames() {
		if found := f.named(name); found != nil {
			return found
		}
	}
	return nil
}

// popup makes a window whose opener is d's; nil: there are too many.
func (d *document) popup(target string) *browsing {
	p := d.page
	if len(p.popups) >= maxWindows {
		d.Console("error", "window.open: the page has too many windows open", "")
		return nil
	}
	b := &browsing{page: p, opener: d.browsing, auxiliary: true}
	if !strings.EqualFold(target, "_blank") {
		b.name = target
	}
	if d.sandbox.on && !d.sandbox.escape {
		b.inherited = d.sandbox
	}
	p.popups = append(p.popups, b)
	b.begin(d)
	return b
}

// separate opens a window that knows nothing of its opener: a page of its own.
func (p *page) separate(url string, n navigation) {
	s := p.s
	s.mu.Lock()
	if s.draining {
		s.mu.Unlock()
		return
	}
	other := s.newPage(p.console, "")
	s.mu.Unlock()
	if !strings.HasPrefix(url, "http") {
		url = "about:blank"
	}
	n.policy = cmp.Or(n.policy, n.from.held().referrer)
	j := navigation{method: n.method, body: n.body, mediaType: n.mediaType, policy: n.policy, failed: other.discard,
		initiator: n.from.origin, referrer: n.from.referrer("about:client")}
	other.loop.Post(func() {
		other.top = &browsing{page: other}
		other.focus = other.top
		other.top.navigate(url, j)
	})
}

// closeFor is window.close() called by a script of from.
//
// https://html.spec.whatwg.org/#dom-window-close
func (b *browsing) closeFor(*document) {
	if b.parent != nil || b.closing {
		return
	}
	b.closing = true
	if b == b.page.top {
		b.page.discard(errClosed)
		return
	}
	b.page.post(func() {
		b.page.popups = slices.DeleteFunc(b.page.popups, func(o *browsing) bool { return o == b })
		b.close()
	})
}
