package webworker

import "asterism/webapi/events"

// Options is what a script says of the worker it wants.
type Options struct {
	URL         string // absolute
	Type        string // "classic" or "module"
	Credentials string // "omit", "same-origin", "include"
	Name        string
}

// Host starts the workers that the scripts of a realm want. Its methods are
// called on the loop and do not block.
type Host interface {
	// Base is the API base URL.
	Base() string
	// StartWorker runs a dedicated worker. What becomes of it, w is told on the
	// loop, but nothing any more after Terminate.
	StartWorker(o Options, w *Worker) Thread
	// ConnectWorker connects to the shared worker of that URL and name, which is
	// started when there is none. port is the worker's end of the connection: a
	// structured clone of one transferred MessagePort. failed is called on the
	// loop, at most once: there will be no worker.
	ConnectWorker(o Options, port []byte, failed func())
	// Fatal hears what an event's dispatch broke: a limit, or the engine.
	Fatal(err error)
	// Unhandled hears of an error of a dedicated worker that no listener in it,
	// nor at its object, dealt with: it is reported for the realm's global object.
	Unhandled(e *events.ErrorEvent)
}

// Thread is a dedicated worker as its Worker object sees it. Its methods do not
// block.
type Thread interface {
	// Post delivers a structured clone as a message event, in order.
	Post(data []byte)
	// Terminate ends the worker, whatever it does.
	Terminate()
}
