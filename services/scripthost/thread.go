package scripthost

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"asterism/bus"
	"asterism/js"
	"asterism/schemas"
)

// thread is an event loop with a goroutine of its own, and the work that is done
// elsewhere for it: a page's, or a worker's.
type thread struct {
	s       *Service
	console string // token of sw.console; "": nobody listens
	// activity is the page's; nil: a shared worker, which is no page's.
	activity *activity
	loop     *js.Loop
	ctx      context.Context // ends when the page or worker does
	end      context.CancelCauseFunc
	work     sync.WaitGroup
	outbox   outbox
	// afterTurn, when set, is called on the loop after each task; see js.LoopConfig.
	afterTurn func(tick bool)
	broken    bool // a limit was broken: the loop is ending, nothing more may run; loop only
}

// init makes the loop; it ends with parent, or by t.end.
func (t *thread) init(parent context.Context, s *Service, console string) {
	t.s, t.console = s, console
	t.activity = activityOf(parent)
	t.loop = js.NewLoop(js.LoopConfig{Turn: s.cfg.TurnTimeout, Turned: t.turned})
	t.ctx, t.end = context.WithCancelCause(parent)
	t.outbox.init(t)
}

// turned is called after each task.
func (t *thread) turned(tick bool) {
	switch {
	case t.afterTurn != nil:
		t.afterTurn(tick)
	case !tick:
		t.activity.stir()
	}
}

// background runs f on a goroutine that the thread's end waits for. f must end
// soon after ctx, which is the thread's, does.
func (t *thread) background(f func(ctx context.Context)) {
	t.work.Add(1)
	go func() {
		defer t.work.Done()
		f(t.ctx)
	}()
}

// post queues a task on the loop; false: it has ended. A panic in it is the
// thread's end, not the process's.
func (t *thread) post(task func()) bool {
	return t.loop.Post(func() {
		defer func() {
			r := recover()
			if r != nil && t.ctx.Err() != nil { // cut off in the middle
				t.loop.Stop(nil)
			} else if r != nil {
				t.s.log.Error("a document's task panicked", "panic", r, "stack", string(debug.Stack()))
				t.say("error", fmt.Sprintf("the document failed inside: %v", r), "")
				t.loop.Stop(&schemas.Error{Code: schemas.CodeInternal, Message: "the document failed; the scripthost's log has the rest"})
			}
		}()
		task()
	})
}

// say writes a line to the page's console.
func (t *thread) say(level, text, source string) {
	t.line(schemas.Log{Level: level, Text: text, Source: source})
}

// line publishes a line on the page's console and logs it.
func (t *thread) line(l schemas.Log) {
	t.s.log.Debug("console", "client", l.Client, "url", l.Scope, "level", l.Level, "text", l.Text, "source", l.Source)
	l.At = time.Now().UTC()
	t.activity.tell(schemas.Happening{Kind: schemas.HappeningConsole, Client: l.Client, URL: l.Scope, Log: &l})
	if t.console == "" {
		return
	}
	if err := bus.DocumentLog.Publish(t.s.conn, bus.Params{"console": t.console}, l); err != nil {
		t.s.log.Warn("console line not published", "error", err)
	}
}
