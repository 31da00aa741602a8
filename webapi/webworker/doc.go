// Package webworker is HTML's web workers: the classes Worker and SharedWorker of
// whoever starts one, the global scopes inside, and WorkerGlobalScope with
// WorkerLocation, WorkerNavigator and importScripts, which service workers have
// too.
//
// https://html.spec.whatwg.org/multipage/workers.html
//
// The package does not know where workers run: a [Host] starts them, and carries
// structured clones between the two loops. A worker's global scope says through
// [Inside] what leaves it. Messages of a dedicated worker do not need a message
// port: the implicit ports are the two ends' Deliver methods. The connections of
// shared workers are ordinary ports (package messaging).
//
// Gaps: no fonts, canvas, requestAnimationFrame or reportError; navigator has
// neither userAgentData nor locks.
package webworker
