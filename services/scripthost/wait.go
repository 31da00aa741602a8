package scripthost

import (
	"context"
	"time"

	"asterism/schemas"
)

const (
	// restHorizon is how far ahead a timer counts as activity.
	restHorizon = time.Second
	// restQuiet is how long nothing must have happened.
	restQuiet = 100 * time.Millisecond
	// waitTurn is after how long a wait is answered in any case: who waits longer
	// asks again.
	waitTurn = 4 * time.Second
)

// waiter waits for something in a page. Loop only.
type waiter struct {
	holds func() bool
	done  chan struct{} // closed once it holds
}

// wait answers bus.WaitFor.
func (p *page) wait(ctx context.Context, q schemas.WaitDocument) (schemas.Waited, error) {
	ctx, cancel := context.WithTimeout(ctx, waitTurn)
	defer cancel()
	w := &waiter{done: make(chan struct{})}
	refused := make(chan error, 1)
	gone := &schemas.Error{Code: schemas.CodeNotFound, Message: "the document has been discarded"}
	if !p.post(func() {
		if q.Selector == "" {
			w.holds = p.rest()
		} else if d := p.document(q.Client); d == nil {
			refused <- gone
			return
		} else if _, err := d.dom.Query(q.Selector); err != nil {
			refused <- &schemas.Error{Code: schemas.CodeBadMessage, Message: err.Error()}
			return
		} else {
			w.holds = func() bool { return p.has(q.Client, q.Selector) }
		}
		p.waiters = append(p.waiters, w)
	}) {
		return schemas.Waited{}, gone
	}
	done := false
	select {
	case err := <-refused:
		return schemas.Waited{}, err
	case <-w.done:
		done = true
	case <-ctx.Done():
	}
	if cause := context.Cause(p.ctx); cause != nil {
		return schemas.Waited{}, asOpenError(cause)
	}
	answer := make(chan schemas.Waited, 1)
	if !p.post(func() { answer <- p.waited(q, w, done) }) {
		return schemas.Waited{}, gone
	}
	select {
	case a := <-answer:
		return a, nil
	case <-p.loop.Done():
		return schemas.Waited{}, gone
	}
}

// waited ends a wait and says how it went.
func (p *page) waited(q schemas.WaitDocument, w *waiter, done bool) schemas.Waited {
	for i := range p.waiters {
		if p.waiters[i] == w {
			p.waiters = append(p.waiters[:i], p.waiters[i+1:]...)
			break
		}
	}
	a := schemas.Waited{Done: done, Happenings: p.activity.count()}
	if !done {
		if a.For = p.busy(); a.For == "" && q.Selector != "" {
			a.For = "nothing: the page is at rest"
		}
	}
	if d := p.document(q.Client); d != nil {
		a.URL, a.Title = d.dom.URL, d.dom.Title()
	}
	return a
}

// has says whether the document has an element that matches.
func (p *page) has(client, selector string) bool {
	d := p.document(client)
	if d == nil {
		return false
	}
	n, err := d.dom.Query(selector)
	return err == nil && n != nil
}

// rest says, each time it is asked, whether the page has been at rest for
// restQuiet; it has itself asked again when that may be.
func (p *page) rest() func() bool {
	var at uint64 // changes when the rest began
	var since time.Time
	return func() bool {
		changes, _ := p.activity.state()
		if p.busy() != "" {
			since = time.Time{}
			return false
		}
		now := p.loop.Now()
		if since.IsZero() || changes != at {
			at, since = changes, now
			p.loop.Schedule(restQuiet, func() {}).Recurs() // its end is a turn
			return false
		}
		return now.Sub(since) >= restQuiet
	}
}

// turned is called after each task of the page's loop.
func (p *page) turned(tick bool) {
	if !tick {
		p.activity.stir()
	}
	if p.broken {
		return
	}
	waiting := p.waiters[:0]
	for _, w := range p.waiters {
		if w.holds() {
			close(w.done)
			continue
		}
		waiting = append(waiting, w)
	}
	clear(p.waiters[len(waiting):])
	p.waiters = waiting
	p.activity.waiting.Store(len(waiting) > 0)
}
