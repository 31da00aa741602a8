package scripthost

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"asterism/bus"
	"asterism/bus/workers"
	"asterism/schemas"
)

const (
	// outboxLimit is how many errands of one kind may wait.
	outboxLimit = 10000
	// outboxGrace is how long a page that ends has to do what its scripts left it
	// to do: what was posted before the end still arrives.
	outboxGrace = 5 * time.Second
	// busyPause is how long to wait before busy managers are asked again.
	busyPause = 100 * time.Millisecond
)

// outbox does a thread's errands that must keep their order: those of one key one
// after another, different keys beside each other.
type outbox struct {
	thread *thread
	ctx    context.Context // outlives the thread by outboxGrace at most
	cancel context.CancelFunc

	mu     sync.Mutex
	queues map[string][]func(context.Context) // a key is there while its goroutine runs
	closed bool
	idle   chan struct{} // closed when closed and nothing is left to do
}

func (o *outbox) init(t *thread) {
	o.thread = t
	o.ctx, o.cancel = context.WithCancel(context.WithoutCancel(t.ctx))
	o.idle = make(chan struct{})
}

// close takes no more errands and bounds those there are.
func (o *outbox) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	if len(o.queues) == 0 {
		o.cancel()
		return
	}
	o.thread.work.Go(func() {
		defer o.cancel()
		select {
		case <-o.idle:
		case <-time.After(outboxGrace):
		}
	})
}

// send queues an errand; false: too many wait already, or the page has ended.
func (o *outbox) send(key string, errand func(context.Context)) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	queue, running := o.queues[key]
	if o.closed || len(queue) >= outboxLimit {
		return false
	}
	if o.queues == nil {
		o.queues = map[string][]func(context.Context){}
	}
	o.queues[key] = append(queue, errand)
	if !running {
		o.thread.work.Go(func() { o.run(o.ctx, key) })
	}
	return true
}

func (o *outbox) run(ctx context.Context, key string) {
	for {
		o.mu.Lock()
		queue := o.queues[key]
		if len(queue) == 0 || ctx.Err() != nil {
			delete(o.queues, key)
			if o.closed && len(o.queues) == 0 {
				close(o.idle)
			}
			o.mu.Unlock()
			return
		}
		next := queue[0]
		queue[0] = nil
		o.queues[key] = queue[1:]
		o.mu.Unlock()
		next(ctx)
	}
}

// PostToWorker dispatches a message event to a worker, after all this page sent
// to it before; it implements serviceworker.Host.
//
// https://w3c.github.io/ServiceWorker/#service-worker-postmessage-options, step 6
func (k *container) PostToWorker(to schemas.WorkerRef, data []byte) {
	e := k.e
	source := e.record()
	source.URL = e.creationURL
	event := schemas.Event{ID: bus.NewID(), Type: "message", Scope: to.Scope, Version: to.Version,
		Data: data, Origin: e.origin, Source: &source, NoWait: true}
	sent := e.outbox.send(to.Version, func(ctx context.Context) {
		if err := e.s.dispatch(ctx, event); err != nil && ctx.Err() == nil {
			e.Console("error", fmt.Sprintf("a message to the worker of %s was lost: %v", to.Scope, err), "")
		}
	})
	if !sent {
		e.Console("error", fmt.Sprintf("a message to the worker of %s was dropped: %d wait already", to.Scope, outboxLimit), "")
	}
}

// dispatch hands an event to its worker; busy managers are asked again until
// the contract's time is up.
func (s *Service) dispatch(ctx context.Context, e schemas.Event) error {
	ctx, cancel := context.WithTimeout(ctx, bus.Dispatch.Timeout)
	defer cancel()
	for {
		reply, err := workers.Dispatch(ctx, s.conn, managers{s.roster}, e)
		if !errors.Is(err, &schemas.Error{Code: schemas.CodeBusy}) {
			if err == nil && reply.Error != nil {
				return reply.Error
			}
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(busyPause):
		}
	}
}
