// Package sync is Web Background Synchronization and Web Periodic Background
// Synchronization: SyncManager and PeriodicSyncManager on a registration, and in
// a service worker the events sync and periodicsync.
//
// The package does not know when the events are due: a Host keeps the tags and
// fires them.
//
// https://wicg.github.io/background-sync/spec/
// https://wicg.github.io/periodic-background-sync/
package sync
