package push

import (
	"bytes"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/serviceworker"
)

// event is the native value of a PushEvent.
type event struct {
	serviceworker.ExtendableEvent
	data goja.Value // null or PushMessageData
}

// https://w3c.github.io/push-api/#pushevent-interface
var eventClass = &js.Class[*event]{
	Name:   "PushEvent",
	Parent: serviceworker.ExtendableClass,
	Length: 1,
	New: func(c js.Call) *event {
		e := &event{data: goja.Null()}
		if v := c.Member(e.Construct(c), "data"); v != nil {
			payload, ok := c.Bytes(v)
			if !ok {
				payload = []byte(c.USVString(v, "data"))
			}
			e.data = c.Wrap(dataClass, &data{payload})
		}
		return e
	},
	Attrs: []js.Attr[*event]{{Name: "data", Get: func(e *event, _ js.Call) goja.Value { return e.data }}},
}

// changeEvent is the native value of a PushSubscriptionChangeEvent.
type changeEvent struct {
	serviceworker.ExtendableEvent
	fresh, old goja.Value // null or PushSubscription
}

// https://w3c.github.io/push-api/#pushsubscriptionchangeevent-interface
var changeClass = &js.Class[*changeEvent]{
	Name:   "PushSubscriptionChangeEvent",
	Parent: serviceworker.ExtendableClass,
	Length: 1,
	New: func(c js.Call) *changeEvent {
		e := &changeEvent{}
		init := e.Construct(c)
		e.fresh, e.old = subscriptionMember(c, init, "newSubscription"), subscriptionMember(c, init, "oldSubscription")
		return e
	},
	Attrs: []js.Attr[*changeEvent]{
		{Name: "newSubscription", Get: func(e *changeEvent, _ js.Call) goja.Value { return e.fresh }},
		{Name: "oldSubscription", Get: func(e *changeEvent, _ js.Call) goja.Value { return e.old }},
	},
}

// subscriptionMember converts a dictionary member of type PushSubscription?.
func subscriptionMember(c js.Call, init *goja.Object, name string) goja.Value {
	v := c.Member(init, name)
	if v == nil || goja.IsNull(v) {
		return goja.Null()
	}
	if _, ok := js.Native[*subscription](c.Realm, v); !ok {
		c.Throw(c.TypeError("%s is no PushSubscription", name))
	}
	return v
}

// Dispatch fires the event push.
//
// https://w3c.github.io/push-api/#receiving-a-push-message
func Dispatch(s *serviceworker.Scope, d *schemas.Detail, done serviceworker.Done) (*serviceworker.Pending, error) {
	e := &event{data: goja.Null()}
	if d.Data != nil || d.Empty {
		e.data = s.Realm().Wrap(dataClass, &data{bytes.Clone(d.Data)})
	}
	return s.Dispatch(eventClass, e, "push", done)
}

// DispatchChange fires the event pushsubscriptionchange.
//
// https://w3c.github.io/push-api/#the-pushsubscriptionchange-event
func DispatchChange(s *serviceworker.Scope, d *schemas.Detail, done serviceworker.Done) (*serviceworker.Pending, error) {
	x := realmOf(s.Realm())
	t, _ := js.Native[*serviceworker.Registration](x.Realm, s.Registration())
	object := func(p *schemas.PushSubscription) goja.Value {
		if p == nil {
			return goja.Null()
		}
		return x.newSubscription(t, *p)
	}
	return s.Dispatch(changeClass, &changeEvent{fresh: object(d.New), old: object(d.Old)}, "pushsubscriptionchange", done)
}
