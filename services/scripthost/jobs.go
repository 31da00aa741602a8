package scripthost

import (
	"context"
	"errors"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// jobTimeout bounds the scheduling of a job, not the job.
const jobTimeout = 30 * time.Second

// schedule puts a job into the queue of its scope; done hears its result on the
// loop. Register and update jobs wait for DOMContentLoaded, as the spec's note
// to Run Job has it.
//
// https://w3c.github.io/ServiceWorker/#schedule-job-algorithm
func (k *container) schedule(job schemas.Job, done func(schemas.ClientMessage)) {
	k.jobs[job.ID] = done
	if k.e.self.over() || k.e.self.leaving() {
		done(schemas.ClientMessage{Error: &schemas.Error{Code: schemas.CodeAborted, Message: "the document is not active any more"}})
		return
	}
	send := func() {
		job.Client, job.Referrer = k.e.id, k.e.creationURL
		k.e.outbox.send("jobs", func(ctx context.Context) {
			ctx, cancel := context.WithTimeout(ctx, jobTimeout)
			defer cancel()
			err := bus.Jobs.Publish(ctx, k.e.s.conn, bus.Params{"scope": job.Scope}, job.ID, job)
			if err == nil {
				return
			}
			k.e.s.log.Warn("job not scheduled", "scope", job.Scope, "error", err)
			k.e.post(func() {
				k.Settle(schemas.ClientMessage{Job: job.ID, Error: &schemas.Error{Code: schemas.CodeNetwork,
					Message: "the job could not be scheduled: " + err.Error()}})
			})
		})
	}
	if k.open || job.Type == schemas.JobUnregister {
		send()
		return
	}
	k.held = append(k.held, send)
}

// Settle ends a job.
func (k *container) Settle(m schemas.ClientMessage) {
	done := k.jobs[m.Job]
	delete(k.jobs, m.Job)
	if done != nil && !k.e.self.over() {
		done(m)
	}
}

// abandon rejects what a window that is being closed has asked for: another
// window's script may wait for it.
func (k *container) abandon() {
	for id, done := range k.jobs {
		delete(k.jobs, id)
		done(schemas.ClientMessage{Error: &schemas.Error{Code: schemas.CodeAborted, Exception: "InvalidStateError", Message: "the window was closed"}})
	}
}

// parsed is DOMContentLoaded: messages may come, jobs may run.
func (k *container) parsed() {
	k.open = true
	for _, send := range k.held {
		send()
	}
	k.held = nil
	k.EnableMessages()
}

// Register schedules a register job of this client.
func (k *container) Register(job schemas.Job, done func(schemas.Registration, error)) {
	k.run(job, func(m schemas.ClientMessage, err error) {
		if err == nil && m.Registration == nil {
			err = errors.New("the job ended without a result")
		}
		if err != nil {
			done(schemas.Registration{}, err)
			return
		}
		done(*m.Registration, nil)
	})
}

// Update is registration.update(); it implements serviceworker.Host.
func (k *container) Update(reg schemas.Registration, newest schemas.Worker, done func(schemas.Registration, error)) {
	k.Register(schemas.Job{
		Type: schemas.JobUpdate, Scope: reg.Scope, ScriptURL: newest.ScriptURL, WorkerType: newest.Type,
	}, done)
}

// Unregister is registration.unregister(); it implements serviceworker.Host.
func (k *container) Unregister(reg schemas.Registration, done func(bool, error)) {
	k.run(schemas.Job{Type: schemas.JobUnregister, Scope: reg.Scope}, func(m schemas.ClientMessage, err error) {
		done(m.Unregistered, err)
	})
}

// run schedules a job of this client's.
func (k *container) run(job schemas.Job, done func(schemas.ClientMessage, error)) {
	if k.e.origin == "null" { // an opaque origin: Start Register, and Register step 2
		k.Later(func() {
			done(schemas.ClientMessage{}, &schemas.Error{Code: schemas.CodeRefused, Exception: "SecurityError", Message: "an opaque origin has no service workers"})
		})
		return
	}
	job.ID, job.Origin = bus.NewID(), k.e.origin
	k.schedule(job, func(m schemas.ClientMessage) {
		if m.Error != nil {
			done(m, m.Error)
			return
		}
		done(m, nil)
	})
}
