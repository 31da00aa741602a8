package scripthost

import (
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/weburl"
)

func (w *window) locationObject(r *js.Realm) goja.Value {
	return kept(&w.location, func() goja.Value { return r.Wrap(w.doc.page.s.classes.location, w.doc) })
}

// goTo navigates to a URL that a script gave: it is relative to the document of the
// script that the loop called.
//
// https://html.spec.whatwg.org/#location-object-navigate
func (b *browsing) goTo(c js.Call, url string, replace bool) {
	entry := documentIn(c.Loop.Entry())
	if entry == nil || b.doc == nil {
		return
	}
	base, err := weburl.Parse(entry.dom.Base())
	if err == nil {
		var u *weburl.URL
		if u, err = weburl.ParseRef(url, base); err == nil {
			b.doc.visit(u.Href(), navigation{from: caller(c), replace: replace})
			return
		}
	}
	c.Throw(c.DOMException("SyntaxError", "'%s' is not a valid URL", url))
}

// caller is the document of the script that called a native.
func caller(c js.Call) *document { return documentIn(c.Caller()) }

// Navigate goes to an absolute URL; it implements dom.Host.
func (d *document) Navigate(url string) { d.visit(url, navigation{from: d}) }

// visit navigates d's browsing context: inside the document when only the fragment
// differs.
//
// https://html.spec.whatwg.org/#navigate, 9
func (d *document) visit(url string, n navigation) {
	u, err := weburl.Parse(url)
	if err != nil {
		d.page.say("error", "cannot navigate to "+url+": it is not a URL", "")
		return
	}
	if u.WithoutFragment() == withoutFragment(d.dom.URL) && strings.Contains(url, "#") && n.method == "" && !d.initial {
		old := d.dom.URL
		d.moveURL(u.Href())
		d.state = nil
		d.browsing.history.within(d, u.Href(), nil, n.replace || old == u.Href())
		d.page.post(func() { d.hashChange(old) })
		return
	}
	n.loaded = d.browsing.reloaded
	n.failed = func(error) { d.browsing.reloaded(nil) }
	n.replace = n.replace || !d.loading.complete
	// From a task of its own: the script that asks goes on until then.
	b := d.browsing
	b.planned++
	d.page.post(func() {
		b.planned--
		if b.doc != nil {
			b.navigate(u.Href(), n)
		}
	})
}

// reload is location.reload().
func (d *document) reload() {
	d.page.post(func() {
		if !d.over() {
			n := navigation{from: d, reload: true, loaded: d.browsing.reloaded}
			d.browsing.navigate(d.dom.URL, d.browsing.history.current().again(n))
		}
	})
}

// reloaded tells the container of an iframe that its document has loaded.
func (b *browsing) reloaded(*document) {
	if b.parent != nil {
		b.parent.frameLoaded(b)
	}
	if b.release != nil { // of the navigation that was overtaken
		b.release()
	}
}

func locationAttr(name string, get func(*weburl.URL) string, set func(*weburl.URL, string)) js.Attr[*document] {
	return js.Attr[*document]{Name: name, Get: func(d *document, c js.Call) goja.Value {
		u, err := weburl.Parse(d.dom.URL)
		if err != nil {
			return c.VM.ToValue("")
		}
		return c.VM.ToValue(get(u))
	}, Set: func(d *document, c js.Call, v goja.Value) {
		text := c.USVString(v, name)
		if u, err := weburl.Parse(d.dom.URL); err == nil {
			set(u, text)
			d.visit(u.Href(), navigation{from: caller(c)})
		}
	}}
}

// locationClass is Location.
//
// https://html.spec.whatwg.org/#the-location-interface
var locationClass = &js.Class[*document]{
	Name: "Location",
	Attrs: []js.Attr[*document]{
		{Name: "href", Get: func(d *document, c js.Call) goja.Value { return c.VM.ToValue(d.dom.URL) },
			Set: func(d *document, c js.Call, v goja.Value) { d.browsing.goTo(c, c.USVString(v, "href"), false) }},
		{Name: "origin", Get: func(d *document, c js.Call) goja.Value { return c.VM.ToValue(d.origin) }},
		locationAttr("protocol", (*weburl.URL).Protocol, (*weburl.URL).SetProtocol),
		locationAttr("host", (*weburl.URL).Host, (*weburl.URL).SetHost),
		locationAttr("hostname", (*weburl.URL).Hostname, (*weburl.URL).SetHostname),
		locationAttr("port", (*weburl.URL).Port, (*weburl.URL).SetPort),
		locationAttr("pathname", (*weburl.URL).Pathname, (*weburl.URL).SetPathname),
		locationAttr("search", (*weburl.URL).Search, (*weburl.URL).SetSearch),
		locationAttr("hash", (*weburl.URL).Hash, (*weburl.URL).SetHash),
	},
	Methods: []js.Method[*document]{
		{Name: "toString", Call: func(d *document, c js.Call) goja.Value { return c.VM.ToValue(d.dom.URL) }},
		{Name: "assign", Length: 1, Call: func(d *document, c js.Call) goja.Value {
			d.browsing.goTo(c, c.USVString(c.Arg(0), "url"), false)
			return goja.Undefined()
		}},
		{Name: "replace", Length: 1, Call: func(d *document, c js.Call) goja.Value {
			d.browsing.goTo(c, c.USVString(c.Arg(0), "url"), true)
			return goja.Undefined()
		}},
		{Name: "reload", Call: func(d *document, c js.Call) goja.Value {
			d.reload()
			return goja.Undefined()
		}},
	},
}
