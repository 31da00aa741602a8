package bus

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"asterism/schemas"
)

// who names the service that owns a connection.
type who struct{ v atomic.Pointer[identity] }

type identity struct{ service, instance string }

func (w *who) get(fallback string) identity {
	if id := w.v.Load(); id != nil {
		return *id
	}
	return identity{service: fallback}
}

// Advise publishes an advisory under a's kind; Service, Instance and At are
// filled in when empty. It never blocks; at most adviceBurst a second go out,
// the rest are counted in the next one.
func (c *Conn) Advise(a schemas.Advisory) {
	ok, missed := c.flood.pass(time.Now())
	if !ok {
		return
	}
	id := c.who.get(c.name)
	if a.Service == "" {
		a.Service, a.Instance = id.service, id.instance
	}
	if a.At.IsZero() {
		a.At = time.Now()
	}
	if missed > 0 {
		a.Message = fmt.Sprintf("%s (and %d other advisories that were left out)", a.Message, missed)
	}
	if err := Advisories.Publish(c, Params{"kind": a.Kind}, a); err != nil {
		c.log.Warn("advisory not published", "kind", a.Kind, "error", err)
	}
}

func (c *Conn) advise(kind, subject, message string) {
	c.Advise(schemas.Advisory{Kind: kind, Subject: subject, Message: message})
}

// adviceBurst is how many advisories a second one connection publishes.
const adviceBurst = 50

// flood bounds a stream of reports.
type flood struct {
	mu     sync.Mutex
	second int64
	sent   int
	missed int
}

// pass says whether one more may go, and how many were held back before it.
func (f *flood) pass(now time.Time) (ok bool, missed int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if s := now.Unix(); s != f.second {
		f.second, f.sent = s, 0
	}
	if f.sent >= adviceBurst {
		f.missed++
		return false, 0
	}
	f.sent++
	missed, f.missed = f.missed, 0
	return true, missed
}
