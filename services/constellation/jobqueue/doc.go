// Package jobqueue is the scope to job queue map: jobs of one scope run strictly
// one after another in the order they came, scopes run at the same time, and a
// job equivalent to the last one in its queue joins it as long as that has not
// settled.
//
// https://w3c.github.io/ServiceWorker/#dfn-scope-to-job-queue-map
package jobqueue
