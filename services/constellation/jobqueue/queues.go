package jobqueue

import (
	"sync"

	"asterism/schemas"
)

// Queues is the scope to job queue map. Its methods may be called from any
// goroutine.
type Queues struct {
	run func(*Job) error

	mu     sync.Mutex
	queues map[string][]*Job // the first one runs
	idle   sync.WaitGroup
}

// New makes an empty map. run runs a job to its end, on a goroutine of its
// queue's; an error means that the job is to be handed out again, to somebody
// else.
func New(run func(*Job) error) *Queues {
	return &Queues{run: run, queues: map[string][]*Job{}}
}

// Schedule is Schedule Job: j is put into the queue of its scope, or joined to
// the last job there.
//
// https://w3c.github.io/ServiceWorker/#schedule-job-algorithm
func (q *Queues) Schedule(j schemas.Job, attempt int, d Delivery) {
	q.mu.Lock()
	defer q.mu.Unlock()
	queue := q.queues[j.Scope]
	if n := len(queue); n > 0 {
		last := queue[n-1]
		if !last.settled && Equivalent(j, last.Job) {
			last.equivalent = append(last.equivalent, j)
			last.deliveries = append(last.deliveries, d)
			return
		}
	}
	q.queues[j.Scope] = append(queue, &Job{Job: j, Attempt: attempt, deliveries: []Delivery{d}})
	if len(queue) == 0 {
		q.idle.Add(1)
		go q.work(j.Scope)
	}
}

// work is Run Job and Finish Job, until the queue is empty.
func (q *Queues) work(scope string) {
	defer q.idle.Done()
	for {
		q.mu.Lock()
		j := q.queues[scope][0]
		q.mu.Unlock()
		err := q.run(j)
		q.mu.Lock()
		j.settled = true
		deliveries := j.deliveries
		q.mu.Unlock()
		// Settled before the next one begins: a death in between must not make
		// this one run after that one.
		for _, d := range deliveries {
			if err != nil {
				_ = d.Nak(0) // when it is not sent, the wait for it ends
			} else {
				_ = d.Ack() // when it is not sent, the job runs again, to the same end
			}
		}
		q.mu.Lock()
		rest := q.queues[scope][1:]
		if len(rest) == 0 {
			delete(q.queues, scope)
			q.mu.Unlock()
			return
		}
		q.queues[scope] = rest
		q.mu.Unlock()
	}
}

// Settle marks j's promise as settled and returns all whose promise that is: j's
// own job and its equivalents. It returns nil when it was settled before.
func (q *Queues) Settle(j *Job) []schemas.Job {
	q.mu.Lock()
	defer q.mu.Unlock()
	if j.settled {
		return nil
	}
	j.settled = true
	return append([]schemas.Job{j.Job}, j.equivalent...)
}

// Clients is the clients of j and its equivalents.
func (q *Queues) Clients(j *Job) []string {
	q.mu.Lock()
	defer q.mu.Unlock()
	var clients []string
	for _, e := range append([]schemas.Job{j.Job}, j.equivalent...) {
		if e.Client != "" {
			clients = append(clients, e.Client)
		}
	}
	return clients
}

// Wait waits until all queues are empty.
func (q *Queues) Wait() { q.idle.Wait() }
