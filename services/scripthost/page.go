package scripthost

import (
	"context"
	"errors"
	"sync"

	"asterism/js"
	"asterism/schemas"
)

// page is a top-level browsing context with everything inside it: one loop.
type page struct {
	thread
	done  chan struct{} // closed when the page is gone
	cause error         // why; set before done is closed

	// On the loop only.
	top    *browsing
	focus  *browsing   // what has the focus; nil: nothing
	popups []*browsing // windows that window.open made
	first  string      // client id of the first document: the page's own address
	locals int         // open documents that are no clients

	waiters []*waiter

	mu    sync.Mutex
	names map[string]*address // client ids this page answers to
	gone  bool
	open  map[string]*document // by client id
}

// newPage starts a page. The caller holds s.mu.
func (s *Service) newPage(console, watch string) *page {
	p := &page{done: make(chan struct{}), names: map[string]*address{}, open: map[string]*document{}}
	a := newActivity(s, watch)
	p.init(a.in(s.life), s, console)
	a.nudge = func() { p.post(func() {}) }
	p.afterTurn = p.turned
	s.pages.Add(1)
	go p.run()
	return p
}

// run runs the loop, and clears everything away after it.
func (p *page) run() {
	defer p.s.pages.Done()
	err := p.loop.Run(p.ctx)
	if err == nil || errors.Is(err, context.Canceled) {
		err = context.Cause(p.ctx)
	}
	var turn *js.TurnExceeded
	if errors.As(err, &turn) {
		p.say("error", turnMessage(turn), "")
	}
	p.end(err)
	p.mu.Lock()
	p.gone = true
	open, names := p.open, p.names
	p.open, p.names = nil, nil
	p.mu.Unlock()
	for _, a := range names {
		a.stop() // before the wait: nobody adds work from outside any more
	}
	p.outbox.close()
	p.work.Wait()
	for _, d := range open {
		d.leave()
	}
	for range p.locals {
		p.s.release()
	}
	p.cause = err
	p.tellEnd()
	close(p.done)
}

// tellEnd tells why the page ended, unless that was asked for, or nothing was ever
// shown in it, which the answer to bus.Open tells.
func (p *page) tellEnd() {
	if errors.Is(p.cause, errClosed) || p.first == "" {
		return
	}
	e := &schemas.Error{Code: schemas.CodeInternal, Message: "the document failed; the scripthost's log has the rest"}
	errors.As(asOpenError(p.cause), &e)
	p.activity.tell(schemas.Happening{Kind: schemas.HappeningEnd, Error: e})
}

// discard ends the page; done tells when it is gone.
func (p *page) discard(cause error) { p.end(cause) }
