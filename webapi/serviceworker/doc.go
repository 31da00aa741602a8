// Package serviceworker is the Service Workers standard's API as a worker sees
// it: ServiceWorkerGlobalScope with its events, clients, registration and
// importScripts; and what a document sees: ServiceWorkerContainer (see Container),
// ServiceWorker and
// ServiceWorkerRegistration (see Objects).
//
// The package does not know where its world is: a Host, or ScopeHost for a
// worker, runs jobs, finds clients and delivers messages. Everything here is
// used on the realm's loop.
//
// https://w3c.github.io/ServiceWorker/
//
// Packages push, sync, notifications and cookiestore add functional events and
// members of registrations, see extend.go; package cachestorage has caches.
//
// Whether a worker may open and focus windows is the host's to say: there is no
// user whose gesture could allow it, but a click on a notification counts as one.
package serviceworker
