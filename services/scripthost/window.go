package scripthost

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/console"

	"asterism/webapi/dom"
	"asterism/webapi/events"
	"asterism/webapi/notifications"
	"asterism/webapi/platform"
	"asterism/webapi/webworker"
	"asterism/webapi/xhr"
)

// window is a document's global object.
type window struct {
	events.Target
	doc *document

	location, history, navigator goja.Value
	local, session               goja.Value
}

// install fills the realm: the web APIs, the DOM, and the window as its global.
func (d *document) install() {
	r := d.realm
	d.window = &window{doc: d}
	r.Attach(documentKey{}, d)
	r.SetOuter(d.browsing)
	shared := d.platform(d.dom.URL)
	shared.Fetch.Base = func() string { return d.dom.Base() } // a document may take the place of the blank one
	if shared.Secure {
		shared.Navigator = d.page.s.classes.navigator
	}
	platform.Install(r, shared)
	if shared.Secure {
		notifications.InstallWindow(r)
		d.installCookieStore()
	}
	webworker.Install(r, d, true)
	xhr.Install(r, xhr.Options{Host: d, BodyLimit: shared.Fetch.BodyLimit, Documents: documents{d}})
	classes := d.page.s.classes
	r.SetGlobal(classes.window, d.window)
	r.Named(d.named)
	d.window.Bind(r.VM.GlobalObject())
	d.dom.Window = d.window
	dom.Install(r, d.dom)
	for _, class := range []js.Described{classes.window, classes.location, classes.history, classes.navigator, classes.storage} {
		r.Expose(class)
	}
	d.dom.Location = func() goja.Value { return d.window.locationObject(r) }
	r.Expose(popStateClass)
	r.Expose(hashChangeClass)
	r.Expose(classes.storageEvent)
	if d.isSecure() {
		r.Extend(classes.navigator, navigatorWorkers)
	}
	if d.isSecure() && d.origin != "null" {
		d.container = newContainer(&d.environment)
	}
}

// classes are the package's classes. A document reaches them through its service,
// because their own functions make documents.
type classes struct {
	window, location, history, navigator, storage, storageEvent js.Described
}

// windowAttr is a read-only attribute of the window.
func windowAttr(name string, get func(w *window, c js.Call) goja.Value) js.Attr[*window] {
	return js.Attr[*window]{Name: name, Get: get}
}

func self(_ *window, c js.Call) goja.Value { return c.VM.GlobalObject() }

func fixed(name string, v any) js.Attr[*window] {
	return windowAttr(name, func(_ *window, c js.Call) goja.Value { return c.VM.ToValue(v) })
}

// windowClass is Window.
//
// https://html.spec.whatwg.org/#the-window-object
var windowClass = &js.Class[*window]{
	Name:   "Window",
	Parent: events.TargetClass,
	Attrs: append(events.Handlers[*window](dom.WindowHandlers...), []js.Attr[*window]{
		windowAttr("window", self), windowAttr("self", self), windowAttr("frames", self),
		windowAttr("parent", func(w *window, c js.Call) goja.Value { return w.doc.browsing.relative(c.Realm, false) }),
		windowAttr("top", func(w *window, c js.Call) goja.Value { return w.doc.browsing.relative(c.Realm, true) }),
		{Name: "opener", Get: func(w *window, c js.Call) goja.Value { return w.doc.browsing.openerFor(c.Realm) }, Set: setOpener},
		windowAttr("frameElement", func(w *window, c js.Call) goja.Value {
			b := w.doc.browsing
			if b.parent == nil || b.doc == nil || !w.doc.sees(b.parent) {
				return goja.Null()
			}
			return dom.Wrap(c.Realm, b.frame)
		}),
		windowAttr("closed", func(w *window, c js.Call) goja.Value { return c.VM.ToValue(w.doc.browsing.closing) }),
		windowAttr("document", func(w *window, c js.Call) goja.Value { return dom.Wrap(c.Realm, &w.doc.dom.Node) }),
		{Name: "location", Get: func(w *window, c js.Call) goja.Value { return w.locationObject(c.Realm) },
			Set: func(w *window, c js.Call, v goja.Value) { w.doc.browsing.goTo(c, c.USVString(v, "location"), false) }},
		windowAttr("history", func(w *window, c js.Call) goja.Value {
			return kept(&w.history, func() goja.Value { return c.Wrap(historyClass, w.doc) })
		}),
		windowAttr("navigator", func(w *window, c js.Call) goja.Value {
			return kept(&w.navigator, func() goja.Value { return c.Wrap(navigatorClass, w.doc) })
		}),
		windowAttr("localStorage", func(w *window, c js.Call) goja.Value {
			return kept(&w.local, func() goja.Value { return w.doc.newStorage(c, &w.doc.s.local) })
		}),
		windowAttr("sessionStorage", func(w *window, c js.Call) goja.Value {
			return kept(&w.session, func() goja.Value { return w.doc.newStorage(c, &w.doc.browsing.top().session) })
		}),
		{Name: "name", Get: func(w *window, c js.Call) goja.Value { return c.VM.ToValue(w.doc.browsing.name) },
			Set: func(w *window, c js.Call, v goja.Value) { w.doc.browsing.name = c.String(v, "name") }},
		windowAttr("origin", func(w *window, c js.Call) goja.Value { return c.VM.ToValue(w.doc.origin) }),
		windowAttr("isSecureContext", func(w *window, c js.Call) goja.Value { return c.VM.ToValue(w.doc.isSecure()) }),
		fixed("crossOriginIsolated", false), fixed("devicePixelRatio", 1),
		fixed("innerWidth", 1280), fixed("innerHeight", 720), fixed("outerWidth", 1280), fixed("outerHeight", 720),
		fixed("scrollX", 0), fixed("scrollY", 0), fixed("pageXOffset", 0), fixed("pageYOffset", 0),
		windowAttr("length", func(w *window, c js.Call) goja.Value { return c.VM.ToValue(len(w.doc.frames)) }),
	}...),
	Methods: []js.Method[*window]{
		{Name: "alert", Call: func(w *window, c js.Call) goja.Value {
			w.doc.Console(console.Info, "alert: "+c.Arg(0).String(), "")
			return goja.Undefined()
		}},
		{Name: "confirm", Call: func(*window, js.Call) goja.Value { return goja.Undefined() }},
		{Name: "prompt", Call: func(*window, js.Call) goja.Value { return goja.Null() }},
		{Name: "open", Call: openWindow},
		{Name: "focus", Call: func(w *window, _ js.Call) goja.Value {
			w.doc.Focus()
			return goja.Undefined()
		}},
		{Name: "blur", Call: nothing}, {Name: "stop", Call: nothing}, {Name: "print", Call: nothing},
		{Name: "scroll", Call: nothing}, {Name: "scrollTo", Call: nothing}, {Name: "scrollBy", Call: nothing},
		{Name: "close", Call: func(w *window, _ js.Call) goja.Value {
			w.doc.browsing.closeFor(w.doc)
			return goja.Undefined()
		}},
		{Name: "postMessage", Length: 1, Call: func(w *window, c js.Call) goja.Value {
			if from := caller(c); from != nil {
				w.doc.postFrom(from, c)
			}
			return goja.Undefined()
		}},
		{Name: "requestAnimationFrame", Length: 1, Call: animationFrame},
		{Name: "cancelAnimationFrame", Length: 1, Call: func(w *window, c js.Call) goja.Value {
			return callGlobal(c, "clearTimeout", c.Arg(0))
		}},
		{Name: "getComputedStyle", Length: 1, Call: func(_ *window, c js.Call) goja.Value {
			return c.Arg(0).ToObject(c.VM).Get("style")
		}},
		{Name: "matchMedia", Length: 1, Call: matchMedia},
	},
}

// setOpener lets the opener go, or hides the attribute.
//
// https://html.spec.whatwg.org/#dom-opener
func setOpener(w *window, c js.Call, v goja.Value) {
	if goja.IsNull(v) {
		w.doc.browsing.opener = nil
		return
	}
	_ = c.VM.GlobalObject().DefineDataProperty("opener", v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
}

func nothing(*window, js.Call) goja.Value { return goja.Undefined() }

// kept makes a value once.
func kept(slot *goja.Value, make func() goja.Value) goja.Value {
	if *slot == nil {
		*slot = make()
	}
	return *slot
}

// animationFrame runs a callback 16 ms later: nothing is drawn.
func animationFrame(_ *window, c js.Call) goja.Value {
	fn := c.Callback(c.Arg(0), "callback")
	r := c.Realm
	later := r.Function(js.Function{Call: func(c js.Call) goja.Value {
		v, err := fn(goja.Undefined(), r.VM.ToValue(float64(r.Loop.Now().UnixMicro())/1000))
		if err != nil {
			panic(err)
		}
		return v
	}})
	return callGlobal(c, "setTimeout", later, c.VM.ToValue(16))
}

func callGlobal(c js.Call, name string, args ...goja.Value) goja.Value {
	fn, ok := goja.AssertFunction(c.VM.GlobalObject().Get(name))
	if !ok {
		return goja.Undefined()
	}
	v, err := fn(goja.Undefined(), args...)
	if err != nil {
		panic(err)
	}
	return v
}

// matchMedia matches nothing and never changes.
func matchMedia(_ *window, c js.Call) goja.Value {
	o, err := c.VM.New(c.Constructor(events.TargetClass))
	if err != nil {
		panic(err)
	}
	_ = o.Set("matches", false)
	_ = o.Set("media", c.String(c.Arg(0), "query"))
	_ = o.Set("addListener", func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	_ = o.Set("removeListener", func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	return o
}
