package cookiestore

import (
	"context"
	"strings"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/serviceworker"
	"asterism/webapi/weburl"
)

// manager is the native value of a CookieStoreManager.
type manager struct {
	*realm
	registration *serviceworker.Registration
}

// https://cookiestore.spec.whatwg.org/#CookieStoreManager
var managerClass = &js.Class[*manager]{
	Name: "CookieStoreManager",
	Methods: []js.Method[*manager]{
		{Name: "subscribe", Length: 1, Async: true, Call: func(m *manager, c js.Call) goja.Value { return m.change("subscribe", c) }},
		{Name: "getSubscriptions", Async: true, Call: (*manager).getSubscriptions},
		{Name: "unsubscribe", Length: 1, Async: true, Call: func(m *manager, c js.Call) goja.Value { return m.change("unsubscribe", c) }},
	},
}

func (m *manager) ask(op string, interests []schemas.CookieInterest) schemas.CookieInterestAsk {
	reg := m.registration.State()
	return schemas.CookieInterestAsk{Op: op, Scope: reg.Scope, Registration: reg.ID, Interests: interests}
}

// change is CookieStoreManager.subscribe and unsubscribe.
//
// https://cookiestore.spec.whatwg.org/#dom-cookiestoremanager-subscribe
func (m *manager) change(op string, c js.Call) goja.Value {
	scope := m.registration.State().Scope
	base, err := weburl.Parse(m.URL())
	if err != nil {
		c.Throw(c.TypeError("%s", err))
	}
	var interests []schemas.CookieInterest
	for _, entry := range c.Sequence(c.Arg(0), "subscriptions") {
		d := c.Dict(entry, "a subscription")
		i := schemas.CookieInterest{URL: scope}
		if v := c.Member(d, "name"); v != nil {
			name := trim(c.USVString(v, "name"))
			i.Name = &name
		}
		if v := c.Member(d, "url"); v != nil {
			u, err := weburl.ParseRef(c.USVString(v, "url"), base)
			if err != nil {
				c.Throw(c.TypeError("%s", err))
			}
			i.URL = u.WithoutFragment()
		}
		if !within(i.URL, scope) {
			c.Throw(c.TypeError("the registration's scope does not hold %s", i.URL))
		}
		interests = append(interests, i)
	}
	return m.settle(m.ask(op, interests), func(schemas.CookieInterests) goja.Value { return goja.Undefined() })
}

// getSubscriptions is CookieStoreManager.getSubscriptions.
//
// https://cookiestore.spec.whatwg.org/#dom-cookiestoremanager-getsubscriptions
func (m *manager) getSubscriptions(js.Call) goja.Value {
	return m.settle(m.ask("get", nil), func(a schemas.CookieInterests) goja.Value {
		list := make([]any, len(a.Interests))
		for i, interest := range a.Interests {
			o := m.VM.NewObject()
			if interest.Name != nil {
				put(o, "name", *interest.Name)
			}
			put(o, "url", interest.URL)
			list[i] = o
		}
		return m.VM.NewArray(list...)
	})
}

func (m *manager) settle(q schemas.CookieInterestAsk, value func(schemas.CookieInterests) goja.Value) goja.Value {
	return m.VM.ToValue(js.Async(m.Realm, func(ctx context.Context) (schemas.CookieInterests, error) {
		return m.Host.CookieInterest(ctx, q)
	}, value, m.exception))
}

// within says whether a scope holds a URL.
func within(url, scope string) bool { return strings.HasPrefix(url, scope) }
