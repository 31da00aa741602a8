// Package constellation is the coordinator: it keeps the registry, runs jobs,
// drives the life of every worker, and knows the clients.
//
//	jobs ──► jobqueue ──► Register/Update/Install/Unregister ──► registry ──► effects
//	                                  │                            ▲            │
//	                                  ▼                            │            ▼
//	                         Net, Scripts, managers         skipWaiting,    sw.client.*
//	                                                        claim, unload   sw.lifecycle.*
//
// The rules are in the subpackages: lifecycle (the state machine), policy (the
// checks), jobqueue (what runs after what). This package connects them to the
// bus.
//
// Ordering: all messages about one scope that this process sends go out in the
// order its changes were stored, on one connection; so a client hears a job's
// result, updatefound, state changes and controller changes in the order of the
// specification.
//
// Several constellations may run. Jobs go to the pinned one; requests to any.
// All follow the clients, and whoever stores a change first carries out its
// effects. What a dead one left half done is taken up by the redelivered job
// (installing) or by the sweep (activating).
//
// Beyond the specification: an operator may hold a new version back and try it out
// (canary), activate it, and roll back to a former one (rollout.go).
//
// What is not there:
//   - Only the managers know a worker's pending events; requests from outside the
//     system, which are no client's, do not count as such.
//   - A response from the HTTP cache sets the last update check too.
//   - Clear-Site-Data drops registrations only, no caches and no cookies.
//   - Whoever hears of "activated" on another way (a fetch that waited for it) may
//     hear of it before the statechange.
//
// https://w3c.github.io/ServiceWorker/#algorithms
package constellation
