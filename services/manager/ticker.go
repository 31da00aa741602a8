package manager

import (
	"context"
	"fmt"
	"time"

	"asterism/schemas"
)

// tick is how often deadlines are looked at: claims and timeouts are late by
// this much at most.
const tick = 25 * time.Millisecond

// watch is the manager's one timer: it sends claims, ends events whose time is
// over and stops idle workers, until ctx ends.
func (s *Service) watch(ctx context.Context) {
	t := time.NewTicker(tick)
	defer t.Stop()
	sweep := s.now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		now := s.now()
		for _, w := range s.table.all() {
			w.tick(now)
		}
		if now-sweep > time.Minute {
			sweep = now
			s.quarantine.sweep(time.Now())
		}
	}
}

// tick looks at one worker's deadlines.
func (w *worker) tick(now time.Duration) {
	var late []*flight
	var unanswered bool
	w.mu.Lock()
	if w.flights.count == 0 && w.phase == running && now-w.used > w.s.cfg.IdleTimeout {
		w.mu.Unlock()
		w.drain(fmt.Sprintf("idle for %v", w.s.cfg.IdleTimeout))
		return
	}
	for f := w.flights.head; f != nil; {
		next, age := f.next, now-f.began
		if age < w.s.cfg.ClaimAfter && age < f.limit {
			break // the rest are younger
		}
		switch {
		case !f.answered && age >= f.limit:
			unanswered = true
			f.answered = true
			f.do.refuse(expired(f.do.describe(), f.limit))
			late = append(late, f)
			w.drop(f)
		case f.answered && !f.settled && age >= f.limit+w.s.cfg.WaitTimeout:
			late = append(late, f)
			w.drop(f)
		case !f.answered && !f.claimed:
			f.claimed = true
			f.do.claim()
		}
		f = next
	}
	w.mu.Unlock()
	if late == nil {
		return
	}
	// The worker hears of it before it is stopped.
	w.loop.Post(w.guard(func() {
		for _, f := range late {
			if err := f.do.expire(); err != nil {
				w.loop.Stop(err)
				return
			}
		}
		w.tired(late[0], unanswered)
	}))
}

// tired retires a worker after events of it ran out of time: those still in
// flight may finish, the next event gets a fresh one.
func (w *worker) tired(f *flight, unanswered bool) {
	e := expired(f.do.describe(), f.limit)
	if !unanswered {
		e = &schemas.Error{Message: fmt.Sprintf("a promise given to waitUntil() of the %s did not settle within %v",
			f.do.describe(), w.s.cfg.WaitTimeout)}
	}
	w.mu.Lock()
	first := w.phase == running
	w.mu.Unlock()
	if first {
		w.s.blame(w, e.Message+"; the worker is stopped")
	}
	w.drain(e.Message)
}
