package serviceworker

import (
	"asterism/js"
	"asterism/schemas"

	"github.com/dop251/goja"
)

// client is a Client object's value: the client as it was when the object was
// made.
type client struct {
	schemas.Client
	scope *Scope
}

// clientLike is the receiver of Client's members: also a WindowClient's value.
type clientLike interface{ base() *client }

func (c *client) base() *client { return c }

// clientClass is the interface Client.
//
// https://w3c.github.io/ServiceWorker/#client-interface
var clientClass = &js.Class[clientLike]{
	Name: "Client",
	Attrs: []js.Attr[clientLike]{
		{Name: "url", Get: func(t clientLike, c js.Call) goja.Value { return c.VM.ToValue(t.base().URL) }},
		{Name: "frameType", Get: func(t clientLike, c js.Call) goja.Value { return c.VM.ToValue(or(t.base().FrameType, "none")) }},
		{Name: "id", Get: func(t clientLike, c js.Call) goja.Value { return c.VM.ToValue(t.base().ID) }},
		{Name: "type", Get: func(t clientLike, c js.Call) goja.Value { return c.VM.ToValue(or(t.base().Type, "window")) }},
	},
	Methods: []js.Method[clientLike]{{Name: "postMessage", Length: 1, Call: clientPostMessage}},
}

// clientPostMessage is client.postMessage(message, options). A client that is
// gone by then hears nothing, and that is no error.
//
// https://w3c.github.io/ServiceWorker/#client-postmessage-options
func clientPostMessage(t clientLike, c js.Call) goja.Value {
	data := serialize(c)
	if err := t.base().scope.host.PostToClient(t.base().ID, data); err != nil {
		c.Throw(exception(c.Realm, err))
	}
	return goja.Undefined()
}

// newClient makes a Client object, or a WindowClient for a window.
//
// https://w3c.github.io/ServiceWorker/#create-client-algorithm
func (s *Scope) newClient(c schemas.Client) *goja.Object {
	if or(c.Type, "window") == "window" {
		return s.realm.Wrap(s.windowClientClass, &windowClient{client: client{c, s}})
	}
	return s.realm.Wrap(clientClass, &client{c, s})
}

// or is s, or what stands for an empty one.
func or[S ~string](s, empty S) S {
	if s == "" {
		return empty
	}
	return s
}
