package push

import (
	"context"
	"crypto/ecdh"
	"encoding/base64"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/events"
	"asterism/webapi/serviceworker"
)

// manager is the native value of a PushManager.
type manager struct {
	*realm
	registration *serviceworker.Registration
}

// https://w3c.github.io/push-api/#pushmanager-interface
var managerClass = &js.Class[*manager]{
	Name: "PushManager",
	StaticAttrs: []js.StaticAttr{{Name: "supportedContentEncodings", Get: func(c js.Call) goja.Value {
		return encodings(c.Realm)
	}}},
	Methods: []js.Method[*manager]{
		{Name: "subscribe", Async: true, Call: (*manager).subscribe},
		{Name: "getSubscription", Async: true, Call: (*manager).getSubscription},
		{Name: "permissionState", Async: true, Call: (*manager).permissionState},
	},
}

type encodingsKey struct{}

// encodings is supportedContentEncodings, the same array each time.
func encodings(r *js.Realm) goja.Value {
	if v, ok := r.Slot(encodingsKey{}).(goja.Value); ok {
		return v
	}
	v := events.FrozenArray(r, []goja.Value{r.VM.ToValue("aes128gcm")})
	r.Attach(encodingsKey{}, v)
	return v
}

// options is a PushSubscriptionOptionsInit.
type options struct {
	visible   bool
	serverKey []byte // nil: none
}

// options converts and checks a PushSubscriptionOptionsInit.
func (m *manager) options(c js.Call) options {
	var o options
	d := c.Dict(c.Arg(0), "options")
	if v := c.Member(d, "applicationServerKey"); v != nil && !goja.IsNull(v) {
		var ok bool
		if o.serverKey, ok = c.Bytes(v); !ok {
			text := c.String(v, "applicationServerKey")
			var err error
			if o.serverKey, err = base64.RawURLEncoding.DecodeString(text); err != nil { // subscribe, 4
				c.Throw(c.DOMException("InvalidCharacterError", "the applicationServerKey is not encoded in base64url"))
			}
		}
		if _, err := ecdh.P256().NewPublicKey(o.serverKey); err != nil { // 5
			c.Throw(c.DOMException("InvalidAccessError", "the applicationServerKey is no uncompressed point on P-256"))
		}
	}
	if v := c.Member(d, "userVisibleOnly"); v != nil {
		o.visible = v.ToBoolean()
	}
	return o
}

// ask is a question about the manager's registration.
func (m *manager) ask(op string) schemas.PushAsk {
	reg := m.registration.State()
	return schemas.PushAsk{Op: op, Scope: reg.Scope, Registration: reg.ID}
}

// subscribe is PushManager.subscribe.
//
// https://w3c.github.io/push-api/#subscribe-method
func (m *manager) subscribe(c js.Call) goja.Value {
	o := m.options(c)
	if m.registration.State().Active == nil {
		c.Throw(c.DOMException("InvalidStateError", "subscribe(): the registration has no active worker yet; await navigator.serviceWorker.ready"))
	}
	q := m.ask("subscribe")
	q.UserVisibleOnly, q.ServerKey = o.visible, o.serverKey
	return m.settle(q)
}

// getSubscription is PushManager.getSubscription: the subscription, or null.
//
// https://w3c.github.io/push-api/#getsubscription-method
func (m *manager) getSubscription(js.Call) goja.Value { return m.settle(m.ask("get")) }

// settle asks and gives the promise of a subscription.
func (m *manager) settle(q schemas.PushAsk) goja.Value {
	return m.VM.ToValue(js.Async(m.Realm, func(ctx context.Context) (schemas.PushAnswer, error) {
		return m.host.Push(ctx, q)
	}, func(a schemas.PushAnswer) goja.Value {
		if a.Subscription == nil {
			return goja.Null()
		}
		return m.newSubscription(m.registration, *a.Subscription)
	}, m.exception))
}

// permissionState is PushManager.permissionState.
//
// https://w3c.github.io/push-api/#permissionstate-method
func (m *manager) permissionState(c js.Call) goja.Value {
	m.options(c)
	return m.VM.ToValue(js.Async(m.Realm, func(ctx context.Context) (string, error) {
		return m.host.Permission(ctx, "push")
	}, func(state string) goja.Value { return m.VM.ToValue(state) }, m.exception))
}

func (x *realm) exception(err error) goja.Value { return serviceworker.Exception(x.Realm, err) }
