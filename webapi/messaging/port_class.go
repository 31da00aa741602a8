package messaging

import (
	"errors"

	"asterism/js"
	"asterism/webapi/clone"
	"asterism/webapi/events"

	"github.com/dop251/goja"
)

// portClass is MessagePort.
//
// https://html.spec.whatwg.org/multipage/web-messaging.html#messageport
var portClass = &js.Class[*Port]{
	Name:   "MessagePort",
	Parent: events.TargetClass,
	Attrs: []js.Attr[*Port]{
		events.Handler[*Port]("close"),
		{
			Name: "onmessage",
			Get:  func(p *Port, _ js.Call) goja.Value { return p.Handler("message") },
			Set: func(p *Port, _ js.Call, v goja.Value) {
				p.SetHandler("message", v)
				p.Start()
			},
		},
		events.Handler[*Port]("messageerror"),
	},
	Methods: []js.Method[*Port]{
		{Name: "postMessage", Length: 1, Call: func(p *Port, c js.Call) goja.Value {
			var thrown *js.Exception
			err := p.Post(c.Arg(0), clone.TransferOption(c, 1))
			if errors.As(err, &thrown) {
				c.Throw(thrown.Value)
			}
			if err != nil {
				panic(err)
			}
			return goja.Undefined()
		}},
		{Name: "start", Call: func(p *Port, _ js.Call) goja.Value { p.Start(); return goja.Undefined() }},
		{Name: "close", Call: func(p *Port, _ js.Call) goja.Value { p.Close(); return goja.Undefined() }},
	},
}

// messageChannel is the value of a MessageChannel object.
type messageChannel struct{ port1, port2 *Port }

// messageChannelClass is MessageChannel.
//
// https://html.spec.whatwg.org/multipage/web-messaging.html#message-channels
var messageChannelClass = &js.Class[*messageChannel]{
	Name: "MessageChannel",
	New: func(c js.Call) *messageChannel {
		port1, port2 := NewChannel(c.Realm)
		return &messageChannel{port1, port2}
	},
	Attrs: []js.Attr[*messageChannel]{
		{Name: "port1", Get: func(m *messageChannel, _ js.Call) goja.Value { return m.port1.Object() }},
		{Name: "port2", Get: func(m *messageChannel, _ js.Call) goja.Value { return m.port2.Object() }},
	},
}
