// Package serviceworker is the Service Workers standard's API as a worker sees
// it: ServiceWorkerGlobalScope with its events, clients, registration and
// importScripts; and the two classes a document sees too, ServiceWorker and
// ServiceWorkerRegistration (see Objects).
//
// The package does not know where its world is: a Host, or ScopeHost for a
// worker, runs jobs, finds clients and delivers messages. Everything here is
// used on the realm's loop.
//
// https://w3c.github.io/ServiceWorker/
//
// Not here yet: InstallEvent.addRoutes, navigation preload (preloadResponse is
// always undefined), WindowClient.focus and navigate, Clients.openWindow
// (documents on a server have no user whose gesture could allow them), and
// caches (see package cachestorage).
package serviceworker
