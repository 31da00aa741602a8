package scripthost

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"asterism/bus"
	"asterism/js"
	"asterism/schemas"
)

// page is a top-level browsing context with everything inside it: one loop.
type page struct {
	s       *Service
	console string // token of sw.console; "": nobody listens
	loop    *js.Loop
	ctx     context.Context // ends when the page does
	end     context.CancelCauseFunc
	done    chan struct{} // closed when the page is gone
	cause   error         // why; set before done is closed
	work    sync.WaitGroup
	outbox  outbox

	// On the loop only.
	top     *browsing
	first   string // client id of the first document: the page's own address
	locals  int    // open documents that are no clients
	cookies jar
	broken  bool // a limit was broken: the loop is ending, nothing more may run

	mu    sync.Mutex
	names map[string]*address // client ids this page answers to
	gone  bool
	open  map[string]*document // by client id
}

// newPage starts a page. The caller holds s.mu.
func (s *Service) newPage(console string) *page {
	p := &page{
		s: s, console: console, done: make(chan struct{}),
		loop:  js.NewLoop(js.LoopConfig{Turn: s.cfg.TurnTimeout}),
		names: map[string]*address{}, open: map[string]*document{},
	}
	p.ctx, p.end = context.WithCancelCause(s.life)
	p.outbox.init(p)
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
	close(p.done)
}

// discard ends the page; done tells when it is gone.
func (p *page) discard(cause error) { p.end(cause) }

// background runs f on a goroutine that the page waits for. f must end soon
// after ctx, which is the page's, does.
func (p *page) background(f func(ctx context.Context)) {
	p.work.Add(1)
	go func() {
		defer p.work.Done()
		f(p.ctx)
	}()
}

// post queues a task on the page's loop; false: the page is gone. A panic in it
// is the page's end, not the process's.
func (p *page) post(task func()) bool {
	return p.loop.Post(func() {
		defer func() {
			r := recover()
			if r != nil && p.ctx.Err() != nil { // cut off in the middle
				p.loop.Stop(nil)
			} else if r != nil {
				p.s.log.Error("a document's task panicked", "panic", r, "stack", string(debug.Stack()))
				p.say("error", fmt.Sprintf("the document failed inside: %v", r), "")
				p.loop.Stop(&schemas.Error{Code: schemas.CodeInternal, Message: "the document failed; the scripthost's log has the rest"})
			}
		}()
		task()
	})
}

// say writes a line to the page's console.
func (p *page) say(level, text, source string) {
	p.s.log.Debug("console", "level", level, "text", text, "source", source)
	if p.console == "" {
		return
	}
	line := schemas.Log{Level: level, Text: text, Source: source, At: time.Now().UTC()}
	if err := bus.DocumentLog.Publish(p.s.conn, bus.Params{"console": p.console}, line); err != nil {
		p.s.log.Warn("console line not published", "error", err)
	}
}
