package websocket

import (
	"strings"

	"asterism/js"
	"asterism/webapi/events"
	"asterism/webapi/weburl"

	"github.com/dop251/goja"
)

type realmKey struct{}

// Install defines WebSocket. base is what relative URLs are relative to. host may
// be nil: then every connection fails.
func Install(r *js.Realm, host Host, base func() string) {
	x := &realm{Realm: r, host: host, base: base}
	r.Attach(realmKey{}, x)
	r.Expose(socketClass)
}

func stateful(get func(s *socket) any) func(*socket, js.Call) goja.Value {
	return func(s *socket, c js.Call) goja.Value { return c.VM.ToValue(get(s)) }
}

// socketClass is WebSocket.
var socketClass = &js.Class[*socket]{
	Name:   "WebSocket",
	Parent: events.TargetClass,
	Length: 1,
	New: func(c js.Call) *socket {
		x := c.Slot(realmKey{}).(*realm)
		s := &socket{realm: x, binary: "blob"}
		raw := c.USVString(c.Arg(0), "url")
		protocols := protocolsArg(c)
		s.url = x.parse(c, raw)
		checkProtocols(c, protocols)
		s.Bind(c.This.(*goja.Object))
		s.start(protocols)
		return s
	},
	Attrs: []js.Attr[*socket]{
		{Name: "url", Get: stateful(func(s *socket) any { return s.url.Href() })},
		{Name: "readyState", Get: stateful(func(s *socket) any { return s.state })},
		{Name: "bufferedAmount", Get: stateful(func(s *socket) any { return s.buffered })},
		events.Handler[*socket]("open"), events.Handler[*socket]("error"), events.Handler[*socket]("close"),
		{Name: "extensions", Get: stateful(func(s *socket) any { return s.extensions })},
		{Name: "protocol", Get: stateful(func(s *socket) any { return s.protocol })},
		events.Handler[*socket]("message"),
		{
			Name: "binaryType",
			Get:  stateful(func(s *socket) any { return s.binary }),
			Set: func(s *socket, c js.Call, v goja.Value) {
				if t := c.String(v, "binaryType"); t == "blob" || t == "arraybuffer" {
					s.binary = t
				}
			},
		},
	},
	Methods: []js.Method[*socket]{
		{Name: "close", Call: (*socket).close},
		{Name: "send", Length: 1, Call: (*socket).send},
	},
	Consts: map[string]int{"CONNECTING": connecting, "OPEN": open, "CLOSING": closing, "CLOSED": closedNow},
}

// protocolsArg converts (DOMString or sequence<DOMString>).
func protocolsArg(c js.Call) []string {
	v := c.Arg(1)
	if goja.IsUndefined(v) {
		return nil
	}
	if o, ok := v.(*goja.Object); ok {
		if method := o.GetSymbol(goja.SymIterator); method != nil && !goja.IsUndefined(method) && !goja.IsNull(method) {
			var list []string
			c.VM.ForOf(o, func(item goja.Value) bool {
				list = append(list, c.String(item, "protocols"))
				return true
			})
			return list
		}
	}
	return []string{c.String(v, "protocols")}
}

// parse is https://websockets.spec.whatwg.org/#dom-websocket-websocket steps 1 to 8.
func (x *realm) parse(c js.Call, raw string) *weburl.URL {
	syntax := func(format string, args ...any) {
		c.Throw(c.DOMException("SyntaxError", "WebSocket: "+format, args...))
	}
	base, _ := weburl.Parse(x.base())
	u, err := weburl.ParseRef(raw, base) // 2
	if err != nil {                      // 3
		syntax("'%s' is not a URL", raw)
	}
	switch u.Scheme() { // 4, 5
	case "http":
		u.SetProtocol("ws")
	case "https":
		u.SetProtocol("wss")
	}
	if scheme := u.Scheme(); scheme != "ws" && scheme != "wss" { // 6
		syntax("the URL's scheme is %s: it must be ws, wss, http or https", scheme)
	}
	if strings.Contains(u.Href(), "#") { // 7
		syntax("the URL has a fragment")
	}
	return u
}

// checkProtocols is step 10: tokens, each once.
func checkProtocols(c js.Call, protocols []string) {
	seen := map[string]bool{}
	for _, p := range protocols {
		if !token(p) {
			c.Throw(c.DOMException("SyntaxError", "WebSocket: '%s' cannot name a subprotocol", p))
		}
		if name := strings.ToLower(p); seen[name] {
			c.Throw(c.DOMException("SyntaxError", "WebSocket: the subprotocol '%s' is listed twice", p))
		} else {
			seen[name] = true
		}
	}
}

// token says whether s is a token of RFC 2616, as RFC 6455 wants.
func token(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`()<>@,;:\"/[]?={}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}
