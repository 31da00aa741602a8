package dom

import (
	"slices"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// elementHandlers are the event handlers all HTML elements (and documents) have.
//
// https://html.spec.whatwg.org/#globaleventhandlers
var elementHandlers = strings.Fields(`abort auxclick beforeinput beforematch beforetoggle blur cancel canplay canplaythrough change click close contextlost
	contextmenu contextrestored copy cuechange cut dblclick drag dragend dragenter dragleave dragover dragstart drop
	durationchange emptied ended error focus formdata input invalid keydown keypress keyup load loadeddata loadedmetadata
	loadend loadstart mousedown mouseenter mouseleave mousemove mouseout mouseover mouseup paste pause play playing
	pointerdown pointermove pointerup progress ratechange reset resize scroll scrollend securitypolicyviolation seeked
	seeking select slotchange stalled submit suspend timeupdate toggle touchend touchmove touchstart transitionend
	volumechange waiting wheel`)

// WindowHandlers are those of the window that a body's attributes set on it.
//
// https://html.spec.whatwg.org/#windoweventhandlers
var WindowHandlers = strings.Fields(`afterprint beforeprint beforeunload hashchange languagechange message messageerror
	offline online pagehide pageshow popstate rejectionhandled storage unhandledrejection unload
	blur error focus load resize scroll`)

func handlerAttrs(types []string) []nodeAttr { return events.Handlers[*Node](types...) }

// contentHandlers sets the handlers of all on… attributes a new element has.
func (n *Node) contentHandlers() {
	for _, a := range n.h.Attr {
		n.contentHandler(a.Key)
	}
}

// handlersBelow does that for n and all below it, once they are linked: a
// handler's scope has the form around it.
func (n *Node) handlersBelow() {
	if n.doc.realm != nil && n.doc.Window != nil {
		n.Walk(func(c *Node) bool {
			c.contentHandlers()
			return true
		})
	}
}

// contentHandler sets or clears the handler that an on… attribute is the source of.
//
// https://html.spec.whatwg.org/#event-handler-content-attributes
func (n *Node) contentHandler(attr string) {
	typ, ok := strings.CutPrefix(attr, "on")
	if !ok || n.doc.realm == nil || n.doc.Window == nil {
		return
	}
	var target events.Node = n
	onWindow := (n.Is("body") || n.Is("frameset")) && slices.Contains(WindowHandlers, typ)
	if onWindow {
		target = n.doc.Window
	} else if !slices.Contains(elementHandlers, typ) {
		return
	}
	source, ok := n.Attr(attr)
	if !ok {
		target.EventTarget().SetHandler(typ, goja.Null())
		return
	}
	if !n.doc.host.AllowInline(n, "script attribute", source) {
		return
	}
	if f := n.compile(typ, source, onWindow); f != nil {
		target.EventTarget().SetHandler(typ, f)
	}
}

// compile makes the function of an on… attribute: its scope is the element, its
// form and the document before the global object. One that does not parse is
// reported and ignored.
//
// https://html.spec.whatwg.org/#getting-the-current-value-of-the-event-handler
func (n *Node) compile(typ, body string, onWindow bool) goja.Value {
	r := n.doc.realm
	params := "event"
	if typ == "error" && onWindow {
		params = "event,source,lineno,colno,error"
	}
	scope, end := "with(arguments[0]){with(arguments[1]||{}){with(arguments[2]){", "}}}"
	if onWindow {
		scope, end = "with(arguments[0]){", "}"
	}
	name := "on" + typ
	src := "(function(){" + scope + "return function " + name + "(" + params + "){\n" + body + "\n};" + end + "})"
	p, err := js.Compile(n.doc.URL+"#"+name, src)
	if err != nil {
		r.Report(r.SyntaxErrorValue("the %s attribute does not parse: %v", name, err))
		return nil
	}
	f, err := r.Run(p)
	if err != nil {
		return nil
	}
	var form *Node
	for a := n.Parent(); a != nil && form == nil && isControl(n); a = a.Parent() {
		if a.Is("form") {
			form = a
		}
	}
	call, _ := goja.AssertFunction(f)
	v, err := r.Call(call, goja.Undefined(), Wrap(r, &n.doc.Node), Wrap(r, form), Wrap(r, n))
	if err != nil {
		return nil
	}
	return v
}
