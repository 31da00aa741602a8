package jobqueue

import (
	"time"

	"asterism/schemas"
)

// Delivery is how a job came: exactly one of its methods is called when the job
// is finished.
type Delivery interface {
	Ack() error
	Nak(delay time.Duration) error
}

// Job is a job in a queue, with those that are equivalent to it.
type Job struct {
	schemas.Job
	// Attempt is 1 unless the job was begun before, by somebody who died.
	Attempt int

	equivalent []schemas.Job
	deliveries []Delivery
	settled    bool
}

// Equivalent is the spec's relation between jobs of the same scope.
//
// https://w3c.github.io/ServiceWorker/#dfn-job-equivalent
func Equivalent(a, b schemas.Job) bool {
	if a.Type != b.Type {
		return false
	}
	if a.Type == schemas.JobUnregister {
		return a.Origin == b.Origin // beyond the spec: a job may be refused for its origin
	}
	return a.Operator == b.Operator && a.Version == b.Version && a.ScriptURL == b.ScriptURL && a.WorkerType == b.WorkerType && a.UpdateViaCache == b.UpdateViaCache &&
		a.Origin == b.Origin && a.Force == b.Force
}
