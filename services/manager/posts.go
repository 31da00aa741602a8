package manager

import (
	"context"
	"log/slog"
	"sync"

	"asterism/bus"
	"asterism/bus/workers"
	"asterism/schemas"
)

// maxPosts is how many messages may wait for one worker; more are dropped, with
// a line in the log.
const maxPosts = 10000

// posts sends messages from workers to workers. Those to one worker go one
// after another: a message to a worker that has to be started must not be
// overtaken by the next. Safe for concurrent use.
type posts struct {
	ctx    context.Context
	conn   *bus.Conn
	roster workers.Roster
	log    *slog.Logger
	work   *sync.WaitGroup

	mu     sync.Mutex
	queues map[workerKey][]schemas.Event // a key is here while its goroutine runs
}

// send queues a message event. It does not block.
func (p *posts) send(e schemas.Event) {
	k := workerKey{e.Scope, e.Version}
	p.mu.Lock()
	defer p.mu.Unlock()
	queue, busy := p.queues[k]
	if len(queue) >= maxPosts {
		p.log.Warn("message dropped: too many wait", "scope", k.scope, "version", k.version)
		return
	}
	p.queues[k] = append(queue, e)
	if !busy {
		p.work.Go(func() { p.drain(k) })
	}
}

// drain sends the messages of one worker until none waits.
func (p *posts) drain(k workerKey) {
	for {
		p.mu.Lock()
		queue := p.queues[k]
		if len(queue) == 0 || p.ctx.Err() != nil {
			delete(p.queues, k)
			p.mu.Unlock()
			return
		}
		e := queue[0]
		p.queues[k] = queue[1:]
		p.mu.Unlock()
		reply, err := workers.Dispatch(p.ctx, p.conn, p.roster, e)
		if err == nil && reply.Error != nil {
			err = reply.Error
		}
		if err != nil && p.ctx.Err() == nil {
			p.log.Warn("message not delivered", "scope", k.scope, "version", k.version, "error", err)
		}
	}
}
