package connect

import (
	"context"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/clone"
	"asterism/webapi/messaging"
	"asterism/webapi/weburl"
)

// realm is the package's state in one realm.
type realm struct {
	*js.Realm
	host Host
	base func() string
}

type realmKey struct{}

// Install gives navigator, an object of the class given, its method connect. base
// is what relative URLs are resolved against.
func Install(r *js.Realm, host Host, navigator js.Described, base func() string) {
	r.Attach(realmKey{}, &realm{r, host, base})
	r.Extend(navigator, navigatorMembers)
}

var navigatorMembers = &js.Partial[any]{Methods: []js.Method[any]{
	{Name: "connect", Length: 1, Async: true, Call: func(_ any, c js.Call) goja.Value {
		return c.Realm.Slot(realmKey{}).(*realm).connect(c)
	}},
}}

// connect is navigator.connect(url).
//
// https://github.com/mkruisselbrink/navigator-connect/blob/gh-pages/docs/api-idea.md#client-side-api
func (m *realm) connect(c js.Call) goja.Value {
	base, _ := weburl.Parse(m.base())
	target, err := weburl.ParseRef(c.USVString(c.Arg(0), "url"), base)
	if err != nil {
		c.Throw(c.TypeError("connect(): %s", err.Error()))
	}
	refused := func() goja.Value {
		return m.DOMException("AbortError", "%s", "no worker accepts connections to "+target.Href())
	}
	return c.VM.ToValue(js.Async(m.Realm, func(ctx context.Context) ([]byte, error) {
		return m.host.Connect(ctx, target.WithoutFragment(), target.Origin())
	}, func(data []byte) goja.Value {
		_, transferred, err := clone.DeserializeTransfer(m.Realm, data)
		ports := messaging.Ports(m.Realm, transferred)
		if err != nil || len(ports) == 0 {
			m.Throw(refused())
		}
		return ports[0]
	}, func(error) goja.Value { return refused() }))
}
