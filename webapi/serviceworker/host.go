package serviceworker

import (
	"context"

	"asterism/schemas"
	"asterism/webapi/webworker"
)

// Host is what registration and worker objects need of the world, in a
// document as in a worker.
//
// Its methods are called on the loop and must not block. done must be called
// on the loop, once: the host thereby decides the order in which promises
// settle relative to the events it fires. An error that is a *schemas.Error
// with an Exception becomes that exception, any other a TypeError.
type Host interface {
	// Update runs an update job for the registration, whose newest worker is
	// given.
	Update(reg schemas.Registration, newest schemas.Worker, done func(schemas.Registration, error))
	// Unregister runs an unregister job. done gets false when there was
	// nothing to unregister.
	Unregister(reg schemas.Registration, done func(bool, error))
	// Preload changes a registration's navigation preload, or asks how it is. It
	// blocks, and is called on a goroutine of its own.
	Preload(ctx context.Context, change schemas.PreloadChange) (schemas.NavigationPreload, error)
	// PostToWorker queues a message event in the worker. data is a structured
	// clone (package clone).
	PostToWorker(to schemas.WorkerRef, data []byte)
}

// Ending is a Host whose document may be gone while its objects are still held by
// others.
type Ending interface{ Ended() bool }

// ScopeHost is what a service worker's global scope needs of the world. SkipWaiting,
// Claim, Clients, Steer and OpenWindow block and are called on goroutines of their own, the others
// on the loop.
type ScopeHost interface {
	Host
	webworker.Importer
	SkipWaiting(ctx context.Context) error
	Claim(ctx context.Context) error
	// Clients lists the origin's clients that match q; the host fills in
	// origin, scope and version.
	Clients(ctx context.Context, q schemas.ClientQuery) ([]schemas.Client, error)
	// Steer focuses or navigates a window client, OpenWindow opens a window; the
	// host fills in origin, scope and version, and refuses with an
	// InvalidAccessError what only a user may ask for. They block. nil: the
	// window is of another origin now.
	Steer(ctx context.Context, q schemas.SteerClient) (*schemas.Client, error)
	OpenWindow(ctx context.Context, q schemas.OpenWindow) (*schemas.Client, error)
	// PostToClient delivers a structured clone to a client, in order.
	PostToClient(id string, data []byte) error
}
