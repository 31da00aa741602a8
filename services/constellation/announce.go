package constellation

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/constellation/jobqueue"
	"asterism/services/constellation/lifecycle"
	"asterism/webapi/weburl"
)

// audience is who hears of a change beside the clients of the origin: whoever
// asked for the job it is done for.
type audience struct {
	listeners []string
	// job, until it has settled; others may still join it. The change may
	// settle it.
	job *jobqueue.Job
}

func (s *Service) listeners(about audience) []string {
	if about.job != nil {
		return s.jobs.Clients(about.job)
	}
	return slices.Clone(about.listeners)
}

// carryOut does what a change entails, in order. Nothing in it can fail the
// change, which is stored: what cannot be sent is logged.
func (s *Service) carryOut(ctx context.Context, effects []lifecycle.Effect, about audience) {
	for _, e := range effects {
		r := &e.Registration
		switch e.Kind {
		case lifecycle.State:
			if e.Worker.State != schemas.StateInstalling { // no object of that worker exists yet
				s.tellClients(r.Scope, about, schemas.ClientMessage{
					Kind: schemas.ClientState, Registration: r, Version: e.Worker.Version, State: e.Worker.State,
				})
			}
			s.tellLifecycle(e) // after the clients: loaders let the requests go on that waited for it
		case lifecycle.UpdateFound:
			s.tellClients(r.Scope, about, schemas.ClientMessage{Kind: schemas.ClientUpdateFound, Registration: r})
		case lifecycle.Gone:
			s.tellClients(r.Scope, about, schemas.ClientMessage{Kind: schemas.ClientUnregistered, Registration: r})
		case lifecycle.Resolve:
			if about.job != nil {
				s.resolve(about.job, r)
			}
		case lifecycle.Controllers:
			s.takeControl(ctx, r, e.Worker)
		case lifecycle.Linger, lifecycle.RunInstall, lifecycle.RunActivate: // the caller's
		}
	}
}

// resolve is Resolve Job Promise.
//
// https://w3c.github.io/ServiceWorker/#resolve-job-promise-algorithm
func (s *Service) resolve(j *jobqueue.Job, r *schemas.Registration) {
	for _, e := range s.jobs.Settle(j) {
		if e.Type == schemas.JobUnregister {
			s.answerJob(e, schemas.ClientMessage{Unregistered: r != nil})
		} else {
			s.answerJob(e, schemas.ClientMessage{Registration: r})
		}
	}
}

// reject is Reject Job Promise.
//
// https://w3c.github.io/ServiceWorker/#reject-job-promise-algorithm
func (s *Service) reject(j *jobqueue.Job, err *schemas.Error) {
	for _, e := range s.jobs.Settle(j) {
		s.answerJob(e, schemas.ClientMessage{Error: err})
	}
}

// answerJob tells whoever asked for a job how it ended.
func (s *Service) answerJob(j schemas.Job, m schemas.ClientMessage) {
	if err := m.Error; err != nil {
		s.log.Info("job refused", "type", j.Type, "scope", j.Scope, "script", j.ScriptURL, "exception", err.Exception, "message", err.Message)
	}
	m.Kind, m.Job = schemas.ClientJob, j.ID
	s.tell(j.Client, m)
}

// tellClients sends m to every client of the scope's origin and to the
// listeners.
func (s *Service) tellClients(scope string, about audience, m schemas.ClientMessage) {
	origin := originOf(scope)
	to := s.listeners(about)
	for _, c := range s.clients.all(func(c schemas.Client) bool { return c.Origin == origin }) {
		if !slices.Contains(to, c.ID) {
			to = append(to, c.ID)
		}
	}
	for _, id := range to {
		s.tell(id, m)
	}
}

func (s *Service) tell(client string, m schemas.ClientMessage) {
	if client == "" {
		return
	}
	if err := bus.ToClient.Publish(s.conn, bus.Params{"client": client}, m); err != nil {
		s.log.Warn("message to a client not sent", "client", client, "kind", m.Kind, "error", err)
	}
}

// tellLifecycle tells everyone of a worker's new state.
func (s *Service) tellLifecycle(e lifecycle.Effect) {
	w := e.Worker
	attrs := []any{"scope", e.Registration.Scope, "version", w.Version, "script", w.ScriptURL}
	if e.Reason != "" {
		attrs = append(attrs, "reason", e.Reason)
	}
	level := slog.LevelDebug // steps on the way
	if w.State == schemas.StateActivated || w.State == schemas.StateRedundant {
		level = slog.LevelInfo
	}
	s.log.Log(context.Background(), level, "worker "+string(w.State), attrs...)
	err := bus.LifecycleChanged.Publish(s.conn, bus.Params{"scope": e.Registration.Scope}, schemas.Lifecycle{
		Scope: e.Registration.Scope, Registration: e.Registration.ID, Version: w.Version,
		ScriptURL: w.ScriptURL, Script: w.Script, State: w.State, Reason: e.Reason, At: time.Now(),
	})
	if err != nil {
		s.log.Warn("lifecycle event not sent", "scope", e.Registration.Scope, "error", err)
	}
}

// originOf is the serialized origin of a URL that the registry holds.
func originOf(url string) string {
	u, err := weburl.Parse(url)
	if err != nil {
		return ""
	}
	return u.Origin()
}
