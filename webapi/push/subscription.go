package push

import (
	"context"
	"encoding/base64"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/serviceworker"
)

// subscription is the native value of a PushSubscription.
type subscription struct {
	*realm
	registration *serviceworker.Registration // nil: not known any more
	schemas.PushSubscription
	options, serverKey goja.Value // once asked for
}

func (x *realm) newSubscription(t *serviceworker.Registration, s schemas.PushSubscription) *goja.Object {
	return x.Wrap(subscriptionClass, &subscription{realm: x, registration: t, PushSubscription: s})
}

// https://w3c.github.io/push-api/#pushsubscription-interface
var subscriptionClass = &js.Class[*subscription]{
	Name: "PushSubscription",
	Attrs: []js.Attr[*subscription]{
		{Name: "endpoint", Get: func(s *subscription, c js.Call) goja.Value { return c.VM.ToValue(s.Endpoint) }},
		{Name: "expirationTime", Get: func(s *subscription, c js.Call) goja.Value { return s.expirationTime() }},
		{Name: "options", Get: func(s *subscription, c js.Call) goja.Value {
			if s.options == nil {
				s.options = c.Wrap(optionsClass, s)
			}
			return s.options
		}},
	},
	Methods: []js.Method[*subscription]{
		{Name: "getKey", Length: 1, Call: func(s *subscription, c js.Call) goja.Value {
			if c.Enum(c.Arg(0), "name", "p256dh", "auth") == "auth" {
				return c.ArrayBuffer(append([]byte(nil), s.Auth...))
			}
			return c.ArrayBuffer(append([]byte(nil), s.P256dh...))
		}},
		{Name: "unsubscribe", Async: true, Call: (*subscription).unsubscribe},
		{Name: "toJSON", Call: (*subscription).toJSON},
	},
}

// https://w3c.github.io/push-api/#pushsubscriptionoptions-interface
var optionsClass = &js.Class[*subscription]{
	Name: "PushSubscriptionOptions",
	Attrs: []js.Attr[*subscription]{
		{Name: "userVisibleOnly", Get: func(s *subscription, c js.Call) goja.Value { return c.VM.ToValue(s.UserVisibleOnly) }},
		{Name: "applicationServerKey", Get: func(s *subscription, c js.Call) goja.Value {
			if s.ServerKey == nil {
				return goja.Null()
			}
			if s.serverKey == nil {
				s.serverKey = c.ArrayBuffer(append([]byte(nil), s.ServerKey...))
			}
			return s.serverKey
		}},
	},
}

// expirationTime is a time in milliseconds, or null for never.
func (s *subscription) expirationTime() goja.Value {
	if s.Expires.IsZero() {
		return goja.Null()
	}
	return s.VM.ToValue(s.Expires.UnixMilli())
}

// unsubscribe is PushSubscription.unsubscribe; false: it had ended before.
//
// https://w3c.github.io/push-api/#unsubscribe-method
func (s *subscription) unsubscribe(c js.Call) goja.Value {
	if s.registration == nil {
		return c.VM.ToValue(false)
	}
	reg := s.registration.State()
	q := schemas.PushAsk{Op: "unsubscribe", Scope: reg.Scope, Registration: reg.ID, Endpoint: s.Endpoint}
	return c.VM.ToValue(js.Async(c.Realm, func(ctx context.Context) (schemas.PushAnswer, error) {
		return s.host.Push(ctx, q)
	}, func(a schemas.PushAnswer) goja.Value { return c.VM.ToValue(a.Removed) }, s.exception))
}

// toJSON is PushSubscription.toJSON.
//
// https://w3c.github.io/push-api/#tojson-method
func (s *subscription) toJSON(c js.Call) goja.Value {
	out, keys := c.VM.NewObject(), c.VM.NewObject()
	encode := base64.RawURLEncoding.EncodeToString
	for _, set := range []error{
		out.Set("endpoint", s.Endpoint), out.Set("expirationTime", s.expirationTime()),
		keys.Set("p256dh", encode(s.P256dh)), keys.Set("auth", encode(s.Auth)), out.Set("keys", keys),
	} {
		if set != nil {
			panic(set)
		}
	}
	return out
}
