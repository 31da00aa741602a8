package websocket

import (
	"context"
	"errors"
	"strings"

	"asterism/js"
	"asterism/schemas"
	"asterism/webapi/blob"
	"asterism/webapi/events"
	"asterism/webapi/weburl"

	"github.com/dop251/goja"
)

const (
	connecting = 0
	open       = 1
	closing    = 2
	closedNow  = 3
)

// realm is what the package keeps for a realm.
type realm struct {
	*js.Realm
	host Host // nil: no connection succeeds
	base func() string
}

// socket is the value of a WebSocket object. Loop only.
//
// https://websockets.spec.whatwg.org/#the-websocket-interface
type socket struct {
	events.Target
	realm      *realm
	url        *weburl.URL
	state      int
	protocol   string
	extensions string
	binary     string // binaryType
	buffered   int    // bytes
	out        *outgoing
	end        context.CancelFunc
}

// start establishes the connection (constructor, steps 11 and 12).
func (s *socket) start(protocols []string) {
	var ctx context.Context
	ctx, s.end = context.WithCancel(s.realm.Context())
	s.out = newOutgoing(func(n int) { s.post(func() { s.buffered -= n }) })
	if s.realm.host == nil || s.mixed() {
		s.post(s.fail)
		return
	}
	context.AfterFunc(ctx, func() { s.out.Close() })
	go s.run(ctx, schemas.SocketRequest{URL: s.url.Href(), Protocols: protocols})
}

// mixed says whether the connection would be mixed content, which fails: the page
// is of a secure origin, and the connection neither secure nor to this machine.
//
// https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
func (s *socket) mixed() bool {
	host := s.url.Hostname()
	local := host == "localhost" || strings.HasSuffix(host, ".localhost") || host == "[::1]" ||
		strings.HasPrefix(host, "127.") && strings.Count(host, ".") == 3
	return strings.HasPrefix(s.realm.base(), "https:") && s.url.Scheme() == "ws" && !local
}

func (s *socket) post(task func()) bool {
	gone := s.realm.Context()
	return s.realm.Loop.Post(func() {
		if gone.Err() == nil {
			task()
		}
	})
}

// established is https://websockets.spec.whatwg.org/#feedback-from-the-protocol,
// "when the WebSocket connection is established".
func (s *socket) established(reply schemas.SocketReply) {
	if s.state != connecting {
		return
	}
	s.state = open                                     // 1
	s.extensions = reply.Extensions                    // 2
	s.protocol = reply.Protocol                        // 3
	s.fire("open", events.EventClass, &events.Event{}) // 4
}

// received is "when a WebSocket message has been received".
func (s *socket) received(kind schemas.SocketFrameKind, data []byte) {
	if s.state != open { // 1
		return
	}
	r := s.realm
	e := &events.MessageEvent{Origin: s.url.Origin()}
	switch { // 2
	case kind == schemas.SocketText:
		e.Data = r.VM.ToValue(string(data))
	case s.binary == "blob":
		e.Data = blob.New(r.Realm, &blob.Blob{Bytes: data})
	default:
		e.Data = r.ArrayBuffer(data)
	}
	s.fire("message", events.MessageEventClass, e) // 3
}

// closed is "when the WebSocket connection is closed".
func (s *socket) closed(clean bool, code int, reason string) {
	if s.state == closedNow {
		return
	}
	s.state = closedNow // 1
	s.end()
	if !clean { // 2
		s.fire("error", events.EventClass, &events.Event{})
	}
	e := &events.CloseEvent{WasClean: clean, Code: code, Reason: reason}
	s.fire("close", events.CloseEventClass, e) // 3
}

// fail is the end of a connection that failed, or that never was.
func (s *socket) fail() { s.closed(false, 1006, "") }

func (s *socket) fire(typ string, class js.Described, e events.Instance) {
	e.Base().Type = typ
	_, err := events.Fire(s.realm.Realm, s, class, e)
	if err != nil && !errors.Is(err, js.ErrStopped) {
		s.realm.Loop.Stop(err)
	}
}

// send is https://websockets.spec.whatwg.org/#dom-websocket-send
func (s *socket) send(c js.Call) goja.Value {
	kind, data := payload(c)
	switch s.state {
	case connecting:
		c.Throw(c.DOMException("InvalidStateError", "WebSocket.send: the connection is not open yet"))
	case open:
		s.buffered += len(data)
		if !s.out.push(kind, data) {
			s.state = closing
			s.post(s.fail)
		}
	default:
		s.buffered += len(data)
	}
	return goja.Undefined()
}

// payload converts send's argument: (BufferSource or Blob or USVString).
func payload(c js.Call) (schemas.SocketFrameKind, []byte) {
	v := c.Arg(0)
	if data, ok := c.Bytes(v); ok {
		return schemas.SocketBinary, data
	}
	if b, ok := blob.Of(c.Realm, v); ok {
		return schemas.SocketBinary, b.Bytes
	}
	return schemas.SocketText, []byte(c.USVString(v, "data"))
}

// close is https://websockets.spec.whatwg.org/#dom-websocket-close
func (s *socket) close(c js.Call) goja.Value {
	code, reason := 0, ""
	if v := c.Arg(0); !goja.IsUndefined(v) {
		code = clamp(c.Number(v, "code"))
	}
	given := !goja.IsUndefined(c.Arg(0))
	if v := c.Arg(1); !goja.IsUndefined(v) {
		reason = c.USVString(v, "reason")
	}
	if given && code != 1000 && (code < 3000 || code > 4999) { // 1
		c.Throw(c.DOMException("InvalidAccessError", "WebSocket.close: the code must be 1000, or from 3000 to 4999, not %d", code))
	}
	if len(reason) > 123 { // 2.2
		c.Throw(c.DOMException("SyntaxError", "WebSocket.close: the reason has %d bytes; at most 123 are allowed", len(reason)))
	}
	if !given && reason != "" { // a reason needs a code on the wire
		code = 1000
	}
	switch s.state { // 3
	case connecting: // fail the connection
		s.state = closing
		s.end()
		s.post(s.fail)
	case open:
		s.state = closing
		s.out.push(schemas.SocketClose, schemas.SocketCloseData(code, reason))
	}
	return goja.Undefined()
}

// clamp is [Clamp] unsigned short.
func clamp(n float64) int {
	if n != n || n < 0 {
		return 0
	}
	if n > 65535 {
		return 65535
	}
	whole := int(n)
	if rest := n - float64(whole); rest > 0.5 || rest == 0.5 && whole%2 == 1 { // to the even one
		whole++
	}
	return whole
}
