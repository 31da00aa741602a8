package schemas

import "time"

// Event asks a worker to handle one functional or lifecycle event other than
// fetch: "install", "activate", "message", …
type Event struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	Scope   string `json:"scope"`
	Version string `json:"version"`
	// Worker is the worker to run, for a version the registry does not hold
	// yet (install).
	Worker *Worker `json:"worker,omitempty"`
	// Data is what a message event carries: a structured clone.
	Data   []byte  `json:"data,omitempty"`
	Origin string  `json:"origin,omitempty"` // of a message event's sender
	Source *Client `json:"source,omitempty"` // the posting client
	// SourceWorker is the posting worker, when it is not a client.
	SourceWorker *WorkerRef `json:"source_worker,omitempty"`
	// NoWait makes the answer come when the event is queued in the worker
	// rather than when its waitUntil promises settled.
	NoWait bool `json:"no_wait,omitempty"`
	// Detail is what a functional event carries.
	Detail *Detail `json:"detail,omitempty"`
}

// EventReply answers an Event.
type EventReply struct {
	Manager string `json:"manager"` // who answers
	// Busy: this manager takes no more work: ask the next one.
	Busy bool `json:"busy,omitempty"`
	// Error: the script did not evaluate, a waitUntil promise rejected, or a
	// limit was broken.
	Error *Error `json:"error,omitempty"`
	// Events is the set of event types the worker listens to.
	Events []string `json:"events,omitempty"`
	// Imports is every script imported so far: URL to SHA-256.
	Imports map[string]string `json:"imports,omitempty"`
	// Routes is what install events have added so far.
	Routes []Route `json:"routes,omitempty"`
	// Port is what a connect event was accepted with: a structured clone with the
	// caller's MessagePort transferred.
	Port []byte `json:"port,omitempty"`
}

// Abort tells whoever works on a FetchEvent or NetRequest to stop.
type Abort struct {
	ID     string `json:"id"`
	Reason string `json:"reason,omitempty"`
}

// Member announces one running manager or loader.
type Member struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"` // "manager", "loader", "constellation", "scripthost"
	Version string    `json:"version"`
	Started time.Time `json:"started"`
	// Draining: takes no new work.
	Draining bool `json:"draining,omitempty"`
	Workers  int  `json:"workers"` // running realms, of a manager
	Events   int  `json:"events"`  // in flight
}

// Presence tells that a manager begins or ends to listen on a worker's subjects.
type Presence struct {
	Scope   string `json:"scope"`
	Version string `json:"version"`
	Manager string `json:"manager"`
	Running bool   `json:"running"`
}

// Ping asks a service instance whether it lives.
type Ping struct{}

// Pong answers a Ping.
type Pong struct {
	ID string `json:"id"`
}

// Log is one line a worker or document wrote to its console.
type Log struct {
	Scope   string `json:"scope"`
	Version string `json:"version,omitempty"`
	Client  string `json:"client,omitempty"` // the document, when it is one's
	Level   string `json:"level"`            // "debug", "info", "log", "warn", "error"
	Text    string `json:"text"`
	Source  string `json:"source,omitempty"` // "file:line:column"
	// Uncaught: the script did not write this; it is an exception, or a rejection,
	// that nobody dealt with.
	Uncaught bool      `json:"uncaught,omitempty"`
	At       time.Time `json:"at"`
}

// Advisory tells operators that something happened: a worker started, stopped,
// timed out; a message was malformed; a body was lost.
type Advisory struct {
	Kind     string    `json:"kind"` // "worker-started", "worker-stopped", "bad-message", …
	Service  string    `json:"service"`
	Instance string    `json:"instance"`
	Scope    string    `json:"scope,omitempty"`
	Version  string    `json:"version,omitempty"`
	Subject  string    `json:"subject,omitempty"`
	Message  string    `json:"message"`
	At       time.Time `json:"at"`
}
