package scripthost

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// activity is what goes on in a page: who watches is told of it, and who waits for
// the page to be at rest asks it. A nil one is nobody's: its methods do nothing.
// Safe from any goroutine.
type activity struct {
	s     *Service
	watch string // token of sw.happening; "": nobody watches
	// nudge makes the page look again at what it waits for; waiting: it waits.
	nudge   func()
	waiting atomic.Bool

	mu      sync.Mutex
	told    uint64            // happenings so far
	changes uint64            // grows with all that begins, ends or happens
	next    uint64            // key of under
	under   map[uint64]string // what is under way, in words
}

func newActivity(s *Service, watch string) *activity {
	return &activity{s: s, watch: watch, under: map[uint64]string{}}
}

// activityKey is the context value under which a page's work finds its activity.
type activityKey struct{}

// in gives work under ctx this activity.
func (a *activity) in(ctx context.Context) context.Context {
	if a == nil {
		return ctx
	}
	return context.WithValue(ctx, activityKey{}, a)
}

// activityOf is the activity of the page that ctx belongs to; nil: none.
func activityOf(ctx context.Context) *activity {
	a, _ := ctx.Value(activityKey{}).(*activity)
	return a
}

// begin notes that something is under way, until end is called.
func (a *activity) begin(what string) (end func()) {
	if a == nil {
		return func() {}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.changes++
	a.next++
	key := a.next
	a.under[key] = what
	return func() {
		a.mu.Lock()
		a.changes++
		delete(a.under, key)
		a.mu.Unlock()
		if a.waiting.Load() {
			a.nudge()
		}
	}
}

// stir notes that something happened that nobody is told of.
func (a *activity) stir() {
	if a == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.changes++
}

// state is how many changes there were, and what is under way, "" for nothing.
func (a *activity) state() (changes uint64, under string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.under) == 0 {
		return a.changes, ""
	}
	var first uint64
	for key := range a.under {
		if first == 0 || key < first {
			first = key
		}
	}
	if n := len(a.under) - 1; n > 0 {
		return a.changes, fmt.Sprintf("%s, and %d more", a.under[first], n)
	}
	return a.changes, a.under[first]
}

// tell publishes a happening, when somebody watches.
func (a *activity) tell(h schemas.Happening) {
	if a == nil || a.watch == "" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	h.N, h.At = a.told+1, time.Now().UTC()
	if err := bus.Happenings.Publish(a.s.conn, bus.Params{"watch": a.watch}, h); err != nil {
		a.s.log.Warn("happening not published", "kind", string(h.Kind), "error", err)
		return
	}
	a.told = h.N
}

// count is how many happenings there were.
func (a *activity) count() uint64 {
	if a == nil {
		return 0
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.told
}

// exchanged tells of a request that has ended.
func (a *activity) exchanged(q *schemas.NetRequest, reply *schemas.NetReply, err error, began time.Time) {
	if a == nil || a.watch == "" {
		return
	}
	r := &reply.Response
	x := &schemas.Exchange{
		Method: q.Request.Method, URL: q.Request.URL, Destination: q.Request.Destination,
		Status: int(r.Status), Type: r.Type, By: reply.By, Duration: time.Since(began),
	}
	if n := len(r.URLs); n > 0 && r.URLs[n-1] != q.Request.URL {
		x.To = r.URLs[n-1]
	}
	x.To = cmp.Or(reply.Next.URL, x.To)
	if reply.Timing.Final == string(schemas.RouteCache) {
		x.By = schemas.ByCache
	}
	if x.By == schemas.ByWorker {
		x.Worker = &schemas.Answerer{Scope: reply.ByScope, Version: reply.ByVersion}
	}
	if err != nil {
		x.Status, x.Type, x.Failed = 0, "", err.Error()
	}
	a.tell(schemas.Happening{Kind: schemas.HappeningRequest, Client: cmp.Or(q.ClientID, q.ReservedClientID), Exchange: x})
}

// controlled tells which worker controls the page's top-level document now.
func (e *environment) controlled() {
	if d, ok := e.self.(*document); !ok || d.browsing.parent != nil {
		return
	}
	h := schemas.Happening{Kind: schemas.HappeningController, Client: e.id, URL: e.creationURL}
	if c := e.controller.Load(); c != nil {
		h.Controller = &schemas.Answerer{Scope: c.scope, Version: c.worker.Version, ScriptURL: c.worker.ScriptURL}
	}
	e.activity.tell(h)
}

// busy is what keeps a page from being at rest, in words; "" when nothing does.
// Loop only.
func (p *page) busy() string {
	_, under := p.activity.state()
	switch {
	case under != "":
		return under
	case p.top == nil || p.top.doc == nil:
		return "the page has no document"
	case p.loop.Soon(restHorizon):
		return "a timer is due within a second, or a task waits"
	}
	p.mu.Lock()
	open := make([]*document, 0, len(p.open)+1)
	for _, d := range p.open {
		open = append(open, d)
	}
	p.mu.Unlock()
	if !slices.Contains(open, p.top.doc) {
		open = append(open, p.top.doc)
	}
	for _, d := range open {
		switch {
		case !d.loading.complete:
			return d.dom.URL + " is loading"
		case d.container != nil && len(d.container.jobs) > 0:
			return "a service worker is being registered, updated or unregistered"
		case d.container != nil && d.container.Settling() != "":
			return d.container.Settling()
		}
	}
	return ""
}
