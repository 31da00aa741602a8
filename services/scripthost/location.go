package scripthost

import (
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
func (b *browsing) goTo(c js.Call, url string) {
	entry := documentIn(c.Loop.Entry())
	if entry == nil || b.doc == nil {
		return
	}
	base, err := weburl.Parse(entry.dom.Base())
	if err == nil {
		var u *weburl.URL
		if u, err = weburl.ParseRef(url, base); err == nil {
			b.doc.Navigate(u.Href())
			return
		}
	}
	c.Throw(c.DOMException("SyntaxError", "'%s' is not a valid URL", url))
}

// Navigate goes to an absolute URL: inside the document when only the fragment
// differs. It implements dom.Host.
func (d *document) Navigate(url string) {
	u, err := weburl.Parse(url)
	if err != nil {
		d.page.say("error", "cannot navigate to "+url+": it is not a URL", "")
		return
	}
	if u.WithoutFragment() == withoutFragment(d.dom.URL) && u.Hash() != "" {
		old := d.dom.URL
		d.dom.URL = u.Href()
		d.page.post(func() { d.hashChange(old) })
		return
	}
	// From a task of its own: the script that asks goes on until then.
	d.page.post(func() {
		if !d.over() {
			d.browsing.navigate(u.Href(), navigation{loaded: d.browsing.reloaded})
		}
	})
}

func (d *document) hashChange(old string) {
	if d.over() || old == d.dom.URL {
		return
	}
	d.fire("popstate")
	d.fire("hashchange")
}

// reloaded tells the container of an iframe that its document has loaded.
func (b *browsing) reloaded(*document) {
	if b.parent != nil {
		b.parent.frameLoaded(b)
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
			d.Navigate(u.Href())
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
			Set: func(d *document, c js.Call, v goja.Value) { d.browsing.goTo(c, c.USVString(v, "href")) }},
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
			d.browsing.goTo(c, c.USVString(c.Arg(0), "url"))
			return goja.Undefined()
		}},
		{Name: "replace", Length: 1, Call: func(d *document, c js.Call) goja.Value {
			d.browsing.goTo(c, c.USVString(c.Arg(0), "url"))
			return goja.Undefined()
		}},
		{Name: "reload", Call: func(d *document, c js.Call) goja.Value {
			d.page.post(func() {
				if !d.over() {
					d.browsing.navigate(d.dom.URL, navigation{loaded: d.browsing.reloaded})
				}
			})
			return goja.Undefined()
		}},
	},
}

// historyClass is History: pushState and replaceState change the URL and the
// state of the one entry there is; going back and forth does nothing.
//
// https://html.spec.whatwg.org/#the-history-interface
var historyClass = &js.Class[*document]{
	Name: "History",
	Attrs: []js.Attr[*document]{
		{Name: "length", Get: func(_ *document, c js.Call) goja.Value { return c.VM.ToValue(1) }},
		{Name: "state", Get: func(d *document, c js.Call) goja.Value {
			if d.loading.state == nil {
				return goja.Null()
			}
			return d.loading.state
		}},
		{Name: "scrollRestoration", Get: func(_ *document, c js.Call) goja.Value { return c.VM.ToValue("auto") },
			Set: func(*document, js.Call, goja.Value) {}},
	},
	Methods: []js.Method[*document]{
		{Name: "pushState", Length: 2, Call: changeState}, {Name: "replaceState", Length: 2, Call: changeState},
		{Name: "back", Call: stay}, {Name: "forward", Call: stay}, {Name: "go", Call: stay},
	},
}

func stay(*document, js.Call) goja.Value { return goja.Undefined() }

// changeState is https://html.spec.whatwg.org/#shared-history-push/replace-state-steps
func changeState(d *document, c js.Call) goja.Value {
	if v := c.Arg(2); !goja.IsUndefined(v) && !goja.IsNull(v) {
		base, err := weburl.Parse(d.dom.Base())
		var u *weburl.URL
		if err == nil {
			u, err = weburl.ParseRef(c.USVString(v, "url"), base)
		}
		if err != nil || u.Origin() != d.origin {
			c.Throw(c.DOMException("SecurityError", "a history entry cannot have the URL '%s'", v.String()))
		}
		d.dom.URL = u.Href()
	}
	d.loading.state = c.Arg(0)
	return goja.Undefined()
}
