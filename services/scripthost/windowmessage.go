package scripthost

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
	"asterism/webapi/events"
	"asterism/webapi/messaging"
	"asterism/webapi/weburl"
)

// postFrom is window.postMessage(message, targetOrigin or options) at d, called
// by a script of from.
//
// https://html.spec.whatwg.org/#window-post-message-steps
func (d *document) postFrom(from *document, c js.Call) {
	target, transfer := "/", c.Arg(2)
	if o, ok := c.Arg(1).(*goja.Object); ok {
		transfer = clone.TransferOption(c, 1)
		if v := c.Member(o, "targetOrigin"); v != nil {
			target = c.USVString(v, "targetOrigin")
		}
	} else if v := c.Arg(1); !goja.IsUndefined(v) {
		target = c.USVString(v, "targetOrigin")
	}
	switch target {
	case "*":
		target = ""
	case "/":
		target = from.origin
	default:
		u, err := weburl.Parse(target)
		if err != nil { // 5.3
			c.Throw(c.DOMException("SyntaxError", "the target origin '%s' is not an absolute URL", target))
		}
		target = u.Origin()
	}
	if goja.IsNull(transfer) {
		c.Throw(c.TypeError("the list of what to transfer is not a sequence"))
	}
	data := clone.SerializeCall(c, c.Arg(0), transfer)
	d.page.post(func() {
		if d.over() || target != "" && target != d.origin {
			return
		}
		e := &events.MessageEvent{Event: events.Event{Type: "message"}, Origin: from.origin, Source: d.realm.Outer(from.browsing)}
		var transferred []goja.Value
		var err error
		if e.Data, transferred, err = clone.DeserializeTransfer(d.realm, data); err != nil {
			e.Type = "messageerror"
		}
		e.Ports = messaging.Ports(d.realm, transferred)
		if _, err := events.Fire(d.realm, d.window, events.MessageEventClass, e); err != nil {
			d.fatal(err)
		}
	})
}
