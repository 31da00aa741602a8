// Package app puts the parts of a process together: which services run in it
// (targets), where their configuration comes from (the environment, read once
// by [Load]), and over which NATS they talk (an external one, or the embedded
// server).
//
// [Run] starts the targets in no particular order, since each waits for what it
// needs, and stops them front to back: the loader lets go of its clients first,
// the constellation last.
package app
