package manager

import (
	"context"
	"log/slog"
	"sync"

	"asterism/bus"
	"asterism/schemas"
)

// jobs runs jobs for workers and hears their results, as a client of the
// manager's own. Safe for concurrent use.
type jobs struct {
	client string // the manager's client id
	conn   *bus.Conn
	log    *slog.Logger

	mu      sync.Mutex
	pending map[string]pendingJob // by job id
}

type pendingJob struct {
	w    *worker
	done func(schemas.ClientMessage, error)
}

func newJobs(conn *bus.Conn, log *slog.Logger) *jobs {
	return &jobs{client: bus.NewID(), conn: conn, log: log, pending: map[string]pendingJob{}}
}

// listen hears results until the subscription is stopped.
func (j *jobs) listen() (*bus.Subscription, error) {
	return bus.ToClient.Subscribe(j.conn, bus.Params{"client": j.client}, func(m schemas.ClientMessage, _ bus.Params) {
		if m.Kind == schemas.ClientJob {
			j.settle(m)
		}
	})
}

// run schedules a job. done hears its result on w's loop, unless w ends first.
func (j *jobs) run(w *worker, job schemas.Job, done func(schemas.ClientMessage, error)) {
	job.ID, job.Client = bus.NewID(), j.client
	j.mu.Lock()
	j.pending[job.ID] = pendingJob{w, done}
	j.mu.Unlock()
	w.s.work.Go(func() {
		ctx, cancel := context.WithTimeout(w.loop.Context(), jobTimeout)
		defer cancel()
		if err := bus.Jobs.Publish(ctx, j.conn, bus.Params{"scope": job.Scope}, job.ID, job); err != nil {
			j.log.Warn("job not scheduled", "type", job.Type, "scope", job.Scope, "error", err)
			j.settle(schemas.ClientMessage{Job: job.ID, Error: &schemas.Error{
				Code: schemas.CodeInternal, Message: "the job could not be scheduled: NATS is not reachable at the moment"}})
		}
	})
}

// settle hands a result to the loop that waits for it.
func (j *jobs) settle(m schemas.ClientMessage) {
	j.mu.Lock()
	p, ok := j.pending[m.Job]
	delete(j.pending, m.Job)
	j.mu.Unlock()
	if !ok {
		return
	}
	p.w.loop.Post(p.w.guard(func() {
		if m.Error != nil {
			p.done(m, m.Error)
			return
		}
		p.done(m, nil)
	}))
}

// drop forgets the jobs of a worker that ended.
func (j *jobs) drop(w *worker) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for id, p := range j.pending {
		if p.w == w {
			delete(j.pending, id)
		}
	}
}
