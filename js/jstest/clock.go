package jstest

import (
	"sort"
	"sync"
	"time"
)

// Clock is a js.Clock that only moves when told to.
type Clock struct {
	mu     sync.Mutex
	now    time.Time
	alarms []*alarm
}

type alarm struct {
	at time.Time
	f  func()
}

// NewClock starts at noon UTC on 1 January 2026.
func NewClock() *Clock { return &Clock{now: time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)} }

// Now is the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// AfterFunc runs f when Advance passes d from now; at once, on a goroutine of its
// own, when d is not positive.
func (c *Clock) AfterFunc(d time.Duration, f func()) func() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d <= 0 {
		go f()
		return func() bool { return false }
	}
	a := &alarm{at: c.now.Add(d), f: f}
	c.alarms = append(c.alarms, a)
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		for i, other := range c.alarms {
			if other == a {
				c.alarms = append(c.alarms[:i], c.alarms[i+1:]...)
				return true
			}
		}
		return false
	}
}

// Advance moves time on by d and runs, on the calling goroutine, what became due,
// in order.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	end := c.now.Add(d)
	for {
		sort.SliceStable(c.alarms, func(i, j int) bool { return c.alarms[i].at.Before(c.alarms[j].at) })
		if len(c.alarms) == 0 || c.alarms[0].at.After(end) {
			break
		}
		next := c.alarms[0]
		c.alarms = c.alarms[1:]
		c.now = next.at
		c.mu.Unlock()
		next.f()
		c.mu.Lock()
	}
	c.now = end
	c.mu.Unlock()
}
