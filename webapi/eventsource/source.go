package eventsource

import (
	"context"
	"errors"
	"time"

	"asterism/js"
	"asterism/webapi/events"
	"asterism/webapi/fetch"
	"asterism/webapi/weburl"

	"github.com/dop251/goja"
)

const (
	connecting = 0
	open       = 1
	closed     = 2
)

const (
	// firstRetry is the reconnection time until a stream sets another, which is
	// kept between minRetry and maxRetry.
	firstRetry = 3 * time.Second
	minRetry   = 10 * time.Millisecond
	maxRetry   = 24 * time.Hour
)

// realm is what the package keeps for a realm.
type realm struct {
	*js.Realm
	host fetch.Host
}

// source is the value of an EventSource object. Loop only.
//
// https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface
type source struct {
	events.Target
	realm       *realm
	url         *weburl.URL
	credentials bool
	state       int
	retry       time.Duration
	lastID      []byte
	cancel      context.CancelFunc // of the fetch under way
	timer       *js.Timer
}

// connect fetches the stream. https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource
// steps 8 to 15. What the cache mode says to caches on the way is added by the
// network: as a field of the request it would need a CORS preflight.
func (s *source) connect() {
	q := &fetch.Request{
		Method: "GET", URL: s.url.Href(), Headers: fetch.NewHeaders(fetch.GuardNone),
		Mode: "cors", Credentials: "same-origin", Cache: "no-store", Redirect: "follow", Referrer: "about:client",
	}
	if s.credentials {
		q.Credentials = "include"
	}
	q.Headers.Add("Accept", "text/event-stream")
	if len(s.lastID) > 0 {
		q.Headers.Add("Last-Event-ID", string(s.lastID))
	}
	var ctx context.Context
	ctx, s.cancel = context.WithCancel(s.realm.Context())
	if !fetchable(s.url) {
		s.post(ctx, s.fail)
		return
	}
	c := &connection{s: s, ctx: ctx, cancel: s.cancel, parser: Parser{LastID: s.lastID}}
	go c.run(s.realm.host, q)
}

// fetchable reports whether there is anything to fetch at a URL: trying again
// would not help otherwise.
func fetchable(u *weburl.URL) bool {
	switch u.Scheme() {
	case "http", "https", "data", "blob":
		return true
	}
	return false
}

// post queues a task that runs unless the connection has been given up meanwhile.
func (s *source) post(ctx context.Context, task func()) bool {
	return s.realm.Loop.Post(func() {
		if ctx.Err() == nil {
			task()
		}
	})
}

// announce is https://html.spec.whatwg.org/multipage/server-sent-events.html#announce-the-connection
func (s *source) announce() {
	if s.state == closed {
		return
	}
	s.state = open
	s.fire("open")
}

// reestablish is https://html.spec.whatwg.org/multipage/server-sent-events.html#reestablish-the-connection
func (s *source) reestablish() {
	if s.state == closed { // 1.1
		return
	}
	s.cancel()
	s.state = connecting // 1.2
	s.fire("error")      // 1.3
	if s.state == closed {
		return
	}
	ctx := s.realm.Context()
	s.timer = s.realm.Loop.Schedule(s.retry, func() { // 2, 5
		if s.state == connecting && ctx.Err() == nil { // 5.1
			s.connect()
		}
	})
}

// fail is https://html.spec.whatwg.org/multipage/server-sent-events.html#fail-the-connection
func (s *source) fail() {
	if s.state == closed {
		return
	}
	s.cancel()
	s.state = closed
	s.fire("error")
}

// close is https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource-close
func (s *source) close() {
	s.state = closed
	s.cancel()
	if s.timer != nil {
		s.timer.Cancel()
	}
}

func (s *source) fire(typ string) { s.ended(events.FireSimple(s.realm.Realm, s, typ)) }

// message dispatches an event of the stream from an origin.
func (s *source) message(e Event, origin string) {
	s.lastID = e.LastID
	if s.state == closed {
		return
	}
	m := &events.MessageEvent{Event: events.Event{Type: "message"}, Origin: origin, LastEventID: text(e.LastID)}
	m.Data = s.realm.VM.ToValue(text(e.Data))
	if len(e.Type) > 0 {
		m.Type = text(e.Type)
	}
	_, err := events.Fire(s.realm.Realm, s, events.MessageEventClass, m)
	s.ended(err)
}

// ended stops the loop after a broken limit or a fault of the engine.
func (s *source) ended(err error) {
	if err != nil && !errors.Is(err, js.ErrStopped) {
		s.realm.Loop.Stop(err)
	}
}

func newSource(x *realm, c js.Call) *source {
	raw := c.USVString(c.Arg(0), "url")
	credentials := false
	if v := c.Member(c.Dict(c.Arg(1), "eventSourceInitDict"), "withCredentials"); v != nil {
		credentials = v.ToBoolean()
	}
	u, err := fetch.Parse(x.Realm, raw) // 3
	if err != nil {                     // 4
		c.Throw(c.DOMException("SyntaxError", "EventSource: '%s' is not a URL", raw))
	}
	s := &source{realm: x, url: u, credentials: credentials, retry: firstRetry}
	s.Bind(c.This.(*goja.Object))
	s.connect()
	return s
}
