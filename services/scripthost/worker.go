package scripthost

import (
	"context"
	"errors"
	"sync"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/blob"
	"asterism/webapi/events"
	"asterism/webapi/webworker"
)

// worker is a dedicated or shared worker: a thread and an environment of its own.
// What it is made of does not change; what the script makes of it belongs to its
// own loop.
//
//	loading → evaluating → open → ended
//
// It ends with terminate or close, with its owners, and when it breaks the turn
// limit; its page goes on.
type worker struct {
	environment
	own    thread
	owner  *environment // who started it
	depth  int          // 1: a document's
	kind   string       // "worker" or "sharedworker": client type and destination
	o      webworker.Options
	blob   *blob.Blob // what a blob: URL meant
	given  *policies  // its response's, or its owner's
	object *webworker.Worker
	shared *sharing // nil: dedicated

	dedicated *webworker.Dedicated // one of them
	connected *webworker.Shared
	closing   bool // close() was called

	mu     sync.Mutex
	opened bool     // the script has run
	held   []func() // tasks that wait for that
}

// errTerminated is why a worker ends when someone asked for it.
var errTerminated = errors.New("the worker was terminated")

// start makes the worker run, on a goroutine that life waits for, until parent
// ends.
func (w *worker) start(parent context.Context, life *sync.WaitGroup) {
	w.own.init(parent, w.owner.s, w.owner.console)
	life.Add(1)
	go func() {
		defer life.Done()
		w.work()
	}()
}

// work is a worker's life.
//
// https://html.spec.whatwg.org/#run-a-worker
func (w *worker) work() {
	script, err := w.load(w.own.ctx)
	if err != nil {
		w.failed(err)
		w.finish()
		return
	}
	w.newRealm()
	w.obey(w.given)
	w.install()
	if w.id != "" {
		w.enter()
	}
	w.loop.Post(func() { w.evaluate(script) })
	err = w.loop.Run(w.own.ctx)
	var turn *js.TurnExceeded
	if errors.As(err, &turn) {
		w.say("error", turnMessage(turn), w.o.URL)
	}
	w.finish()
}

// evaluate runs the script, then lets in what waited for it.
func (w *worker) evaluate(script *goja.Program) {
	w.run(script)
	if w.container != nil {
		w.container.parsed()
	}
	if w.shared != nil {
		w.s.openShared(w)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.opened = true
	for _, task := range w.held {
		w.task(task)
	}
	w.held = nil
}

// send queues a task for when the script has run; false: too many wait.
func (w *worker) send(task func()) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.opened {
		w.task(task)
		return true
	}
	if len(w.held) >= outboxLimit {
		return false
	}
	w.held = append(w.held, task)
	return true
}

// task queues a task that runs unless the worker is over by then.
func (w *worker) task(task func()) {
	w.own.post(func() {
		if !w.over() {
			task()
		}
	})
}

// tell queues a task for the owner's loop.
func (w *worker) tell(task func()) {
	w.owner.post(func() {
		if !w.owner.self.over() {
			task()
		}
	})
}

// finish clears away what is left. From the worker's goroutine.
func (w *worker) finish() {
	w.own.end(errTerminated)
	w.own.outbox.close()
	w.own.work.Wait()
	w.owner.workers.Add(-1)
	if w.shared != nil {
		w.owner.s.forgetShared(w)
	}
	if w.renewed != nil {
		w.leave()
		return
	}
	w.owner.s.release()
}

// over, unhandled, baseURL and global implement inhabitant.
func (w *worker) leaving() bool { return false }

func (w *worker) over() bool { return w.broken || w.own.ctx.Err() != nil }

func (w *worker) unhandled(e *events.ErrorEvent) {
	if w.object == nil {
		w.lament(e)
		return
	}
	w.tell(func() { w.object.Reported(e) })
}

func (w *worker) baseURL() string { return w.client.URL }

func (w *worker) global() events.Node {
	if w.dedicated != nil {
		return w.dedicated
	}
	return w.connected
}
