package constellation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/constellation/lifecycle"
	"asterism/services/constellation/policy"
)

// staleAfter is the age of the last update check past which the HTTP cache is
// not asked any more.
//
// https://w3c.github.io/ServiceWorker/#service-worker-registration-stale
const staleAfter = 24 * time.Hour

// update is Update from step 3 on: fetch, compare, evaluate, Install.
//
// https://w3c.github.io/ServiceWorker/#update-algorithm
func (s *Service) update(ctx context.Context, j *job, r *schemas.Registration) error {
	newest := lifecycle.Newest(r)
	worker, err := s.fetchWorker(ctx, j, r, newest)
	if err != nil {
		// 8. No script: a registration that has no worker goes.
		return s.discard(ctx, j, err)
	}
	// 9. Nothing new.
	if worker == nil {
		// A job without an update via cache mode leaves the registration's.
		out, err := s.change(ctx, place{scope: j.Scope}, lifecycle.Unchanged{UpdateViaCache: j.UpdateViaCache}, j.about)
		s.remind(ctx, out.Registration)
		return err
	}
	// 10 to 15. Run Service Worker.
	reply, err := s.dispatch(ctx, "evaluate", j.Scope, *worker, "", s.cfg.StartTimeout)
	if err == nil && reply.Error != nil {
		err = reply.Error
	}
	if err != nil && ctx.Err() != nil {
		s.terminate(j.Scope, worker.Version)
		return ctx.Err()
	}
	if err != nil {
		// 16. It did not evaluate.
		return s.discard(ctx, j, evaluationError(err))
	}
	worker.Events = reply.Events
	if worker.Type == "classic" {
		worker.Imports = nil // but what it has used
	}
	worker.Imports = merged(worker.Imports, reply.Imports)
	// 17. Install.
	return s.install(ctx, j, *worker, reply.Manager)
}

// fetchWorker is step 7: it fetches the script and compares it with the newest
// worker's. A nil worker means that nothing has changed.
func (s *Service) fetchWorker(ctx context.Context, j *job, r *schemas.Registration, newest *schemas.Worker) (*schemas.Worker, error) {
	stale := newest != nil && time.Since(r.LastUpdate) > staleAfter
	// The fetch hook, 1 to 6.
	cache := "default"
	if mode := j.UpdateViaCache; cacheMode(mode) != "all" && (mode != "" || r.UpdateViaCache != "all") || j.Force || stale {
		cache = "no-cache"
	}
	main, err := s.fetch(ctx, j.scope.Origin(), j.mainRequest(cache))
	if err != nil {
		return nil, fetchError(err)
	}
	// A redirect: the redirect mode is "error", and a registration is told why.
	if main.redirected && j.Type == schemas.JobRegister {
		return nil, refuse(&schemas.Error{Code: schemas.CodeRefused, Exception: "SecurityError",
			Message: fmt.Sprintf("the script %s was redirected, which a service worker's script must not be", j.script)})
	}
	if main.redirected {
		return nil, typeError(schemas.CodeNetwork, "the script %s was redirected, which a service worker's script must not be", j.script)
	}
	if !main.ok() {
		return nil, typeError(schemas.CodeNetwork, "the script %s answered with status %d: it must be 200", j.script, main.status)
	}
	// 7. The MIME type.
	language, err := policy.MIME(j.script, main.headers)
	if err != nil {
		return nil, refuse(err)
	}
	// 8 to 14. The path restriction.
	if err := policy.Path(j.script, j.scope, main.headers); err != nil {
		return nil, refuse(err)
	}
	// 17, 18. Compare with the newest worker.
	hash := hashOf(main.body)
	var imports map[string]string
	updated := newest == nil || newest.ScriptURL != j.script.Href() || newest.Type != workerType(j.WorkerType) || newest.Script != hash
	if !updated {
		if imports, updated, err = s.importsChanged(ctx, j, r, newest, stale); err != nil || !updated {
			return nil, err
		}
	}
	worker := &schemas.Worker{
		Version: bus.NewID(), ScriptURL: j.script.Href(), Type: workerType(j.WorkerType), State: schemas.StateParsed,
		Script: hash, Since: time.Now(),
	}
	worker.CSP, worker.ReferrerPolicy = policy.Container(main.headers) // 15, 16
	if worker.Type == "classic" {                                      // 20. What was fetched to compare is what importScripts gets.
		worker.Imports = imports
	}
	if err := s.prepare(ctx, j, worker, language, main.body, cache); err != nil {
		return nil, err
	}
	return worker, nil
}

// importsChanged is step 18 of the fetch hook: imported scripts that came well
// are compared; bad ones count as unchanged. Modules are compared as well, which
// the specification leaves open.
//
// found is what came, URL to hash: "" for a bad script.
func (s *Service) importsChanged(ctx context.Context, j *job, r *schemas.Registration, newest *schemas.Worker, stale bool) (found map[string]string, changed bool, err error) {
	cache := "default"
	if r.UpdateViaCache == "none" || j.Force || stale {
		cache = "no-cache"
	}
	found = make(map[string]string, len(newest.Imports))
	for url, hash := range newest.Imports {
		if strings.HasPrefix(url, "data:") { // it cannot change
			found[url] = hash
			continue
		}
		found[url] = ""
		got, err := s.fetch(ctx, j.scope.Origin(), j.importRequest(url, cache))
		if _, network := errors.AsType[*networkError](err); network {
			continue
		}
		if err != nil {
			return nil, false, err
		}
		if !got.ok() {
			continue
		}
		if _, err := policy.MIME(j.script, got.headers); err != nil {
			continue
		}
		if found[url], err = s.scripts.Put(ctx, got.body); err != nil {
			return nil, false, err
		}
		changed = changed || found[url] != hash
	}
	return found, changed, nil
}

// discard removes a registration that has no worker, and refuses the job.
func (s *Service) discard(ctx context.Context, j *job, reason error) error {
	if _, refused := errors.AsType[*refusal](reason); !refused {
		return reason
	}
	// The promise is rejected before the registration goes.
	s.reject(j.queued, errorOf(reason))
	_, err := s.change(ctx, place{scope: j.Scope}, lifecycle.Discard{}, j.about)
	return err
}

// errorOf is what a refusal tells.
func errorOf(reason error) *schemas.Error {
	if r, ok := errors.AsType[*refusal](reason); ok {
		return r.reason
	}
	return &schemas.Error{Code: schemas.CodeInternal, Exception: "TypeError", Message: "internal error in the constellation"}
}

// fetchError makes a failed fetch reject with a TypeError.
func fetchError(err error) error {
	if e, ok := errors.AsType[*networkError](err); ok {
		return typeError(schemas.CodeNetwork, "%s", e.reason)
	}
	return err
}

// evaluationError makes a worker that did not evaluate reject with a TypeError
// that has the script's own message.
func evaluationError(err error) error {
	e, ok := errors.AsType[*schemas.Error](err)
	if !ok {
		return err
	}
	return &refusal{&schemas.Error{Code: e.Code, Exception: "TypeError", Message: e.Message, Ref: e.Ref}}
}

// hashOf is the name of a script in the store.
func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// merged is b over a.
func merged(a, b map[string]string) map[string]string {
	if len(a)+len(b) == 0 {
		return nil
	}
	all := make(map[string]string, len(a)+len(b))
	for _, m := range []map[string]string{a, b} {
		for url, hash := range m {
			all[url] = hash
		}
	}
	return all
}
