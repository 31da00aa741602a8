package scripthost

import (
	"fmt"
	"strings"

	"asterism/webapi/console"
	"asterism/webapi/events"
	"asterism/webapi/webworker"
)

const (
	// maxWorkerDepth is how deep workers nest.
	maxWorkerDepth = 8
	// maxWorkers is how many one document or worker may have started that run.
	maxWorkers = 64
)

// Base is the API base URL; with what follows it makes an environment a
// webworker.Host.
func (e *environment) Base() string { return e.self.baseURL() }

// Fatal ends the page or worker when err broke a limit or the engine.
func (e *environment) Fatal(err error) { e.fatal(err) }

// Unhandled reports an error of a worker for the environment's global object.
func (e *environment) Unhandled(what *events.ErrorEvent) {
	again := *what
	again.Event = events.Event{Type: "error", Cancelable: true}
	again.Global = true
	e.report(&again)
}

// newWorker makes a worker, unless there are too many.
func (e *environment) newWorker(kind string, o webworker.Options) (*worker, error) {
	w := &worker{owner: e, kind: kind, o: o, depth: 1}
	if outer, ok := e.self.(*worker); ok {
		w.depth = outer.depth + 1
	}
	if w.depth > maxWorkerDepth {
		return nil, fmt.Errorf("workers nest at most %d deep", maxWorkerDepth)
	}
	if strings.HasPrefix(o.URL, "blob:") {
		w.blob, _ = e.s.blobs.Resolve(e.origin, o.URL)
	}
	if e.workers.Add(1) > maxWorkers {
		e.workers.Add(-1)
		return nil, fmt.Errorf("%d workers run already, which is the limit of a document", maxWorkers)
	}
	if err := e.s.admit(); err != nil {
		e.workers.Add(-1)
		return nil, err
	}
	return w, nil
}

// StartWorker runs a dedicated worker; it implements webworker.Host.
func (e *environment) StartWorker(o webworker.Options, object *webworker.Worker) webworker.Thread {
	w, err := e.newWorker("worker", o)
	if err != nil {
		e.Console(console.Error, "a worker was not started: "+err.Error(), "")
		e.post(object.Failed)
		return noThread{}
	}
	w.object = object
	w.start(e.ctx, &e.work)
	return w
}

// noThread is a worker that was not started.
type noThread struct{}

func (noThread) Post([]byte) {}
func (noThread) Terminate()  {}

// Post and Terminate implement webworker.Thread: the Worker object's side of a
// dedicated worker.
func (w *worker) Post(data []byte) {
	if !w.send(func() { w.dedicated.Deliver(data) }) {
		w.owner.Console(console.Error, fmt.Sprintf("a message to a worker was dropped: %d wait already", outboxLimit), "")
	}
}

func (w *worker) Terminate() { w.own.end(errTerminated) }

// failed tells the Worker objects that there will be no worker.
//
// https://html.spec.whatwg.org/#run-a-worker, "onComplete", step 1
func (w *worker) failed(err error) {
	if w.own.ctx.Err() != nil {
		return
	}
	w.owner.Console(console.Error, fmt.Sprintf("the worker %s was not started: %v", w.o.URL, err), "")
	if w.object != nil {
		w.tell(w.object.Failed)
		return
	}
	w.owner.s.failShared(w)
}
