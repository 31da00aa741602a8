package manager

import (
	"asterism/bus"
	"asterism/schemas"
)

// terminatePrefix is the beginning of the subjects that end workers.
const terminatePrefix = "sw.terminate."

// terminate ends a worker at once: its events fail.
//
// https://w3c.github.io/ServiceWorker/#terminate-service-worker-algorithm
func (s *Service) terminate(m bus.Msg) {
	ref, err := bus.Decode[schemas.WorkerRef](m)
	if err != nil {
		s.malformed(m, err)
		return
	}
	for _, w := range s.table.of(ref.Scope) {
		if w.key.version == ref.Version {
			w.loop.Stop(&schemas.Error{Code: schemas.CodeAborted, Exception: "AbortError", Message: "the worker was terminated"})
		}
	}
}
