package schemas

import "time"

// State is a service worker's state.
//
// https://w3c.github.io/ServiceWorker/#dfn-state
type State string

const (
	StateParsed     State = "parsed"
	StateInstalling State = "installing"
	StateInstalled  State = "installed"
	StateActivating State = "activating"
	StateActivated  State = "activated"
	StateRedundant  State = "redundant"
)

// Worker is one version of a registration's service worker.
type Worker struct {
	Version   string `json:"version"`    // unique token, names it on subjects
	ScriptURL string `json:"script_url"` // absolute
	Type      string `json:"type"`       // "classic" or "module"
	State     State  `json:"state"`
	// Script is the SHA-256 (hex) of the main script's bytes as fetched.
	Script string `json:"script"`
	// Program is the SHA-256 of what is run: the script itself, or its lowered
	// or bundled form.
	Program string `json:"program"`
	// Imports is every imported script: URL to SHA-256.
	Imports map[string]string `json:"imports,omitempty"`
	// Events is the set of event types the worker listens to, known once it
	// has been evaluated.
	Events      []string `json:"events,omitempty"`
	SkipWaiting bool     `json:"skip_waiting,omitempty"`
	// CSP and ReferrerPolicy are the Content-Security-Policy fields and the
	// referrer policy of the script's response: the worker's policy container.
	CSP            []string `json:"csp,omitempty"`
	ReferrerPolicy string   `json:"referrer_policy,omitempty"`
	// Routes is its static routes, first match first.
	Routes []Route   `json:"routes,omitempty"`
	Since  time.Time `json:"since"` // when State was entered
}

// Registration is what the registry keeps for a scope.
//
// https://w3c.github.io/ServiceWorker/#dfn-service-worker-registration
type Registration struct {
	ID             string    `json:"id"`    // unique; a new one after unregister and register
	Scope          string    `json:"scope"` // scope URL
	Created        time.Time `json:"created,omitzero"`
	UpdateViaCache string    `json:"update_via_cache"`
	LastUpdate     time.Time `json:"last_update"`
	// Seq counts the registration's changes, so that whoever hears of it on two
	// ways knows which news is older.
	Seq        uint64  `json:"seq,omitempty"`
	Installing *Worker `json:"installing,omitempty"`
	Waiting    *Worker `json:"waiting,omitempty"`
	Active     *Worker `json:"active,omitempty"`
	// History is former active workers, the latest first: those that Rollback
	// can bring back.
	History []Worker `json:"history,omitempty"`
	// Canary, when set, makes new versions wait for the operator.
	Canary *Canary `json:"canary,omitempty"`
	// Pinned: the operator rolled back; only the operator updates again.
	Pinned bool `json:"pinned,omitempty"`
	// Preload is its navigation preload; nil: as it was when it began.
	Preload *NavigationPreload `json:"preload,omitempty"`
}

// PreloadState is the state of the registration's navigation preload.
func (r *Registration) PreloadState() NavigationPreload {
	if r.Preload == nil {
		return NavigationPreload{Header: "true"}
	}
	return *r.Preload
}

// Canary is how a registration's next version is tried out.
type Canary struct {
	// Percent of the clients that are no documents (requests at the front door)
	// get the waiting version; 0: none.
	Percent int `json:"percent"`
}

// JobType is what a job does.
type JobType string

const (
	JobRegister   JobType = "register"
	JobUpdate     JobType = "update"
	JobUnregister JobType = "unregister"
	// JobRollback installs and activates a former version again.
	JobRollback JobType = "rollback"
)

// Job is a unit of work on a registration. Jobs of one scope run one after
// another. Its result goes to Client as a ClientMessage.
//
// https://w3c.github.io/ServiceWorker/#dfn-job
type Job struct {
	ID             string  `json:"id"`
	Type           JobType `json:"type"`
	Scope          string  `json:"scope"`
	ScriptURL      string  `json:"script_url,omitempty"`
	WorkerType     string  `json:"worker_type,omitempty"`
	UpdateViaCache string  `json:"update_via_cache,omitempty"`
	Client         string  `json:"client,omitempty"` // who hears the result; "" = nobody
	Origin         string  `json:"origin"`           // of the one who asks
	Referrer       string  `json:"referrer,omitempty"`
	Force          bool    `json:"force,omitempty"` // force bypass cache
	// Operator: an operator asks, who may update what was rolled back.
	Operator bool `json:"operator,omitempty"`
	// Version is what to roll back to; "": the one before.
	Version string `json:"version,omitempty"`
}

// Client is a document (or, later, a worker) known to the system.
//
// https://w3c.github.io/ServiceWorker/#dfn-service-worker-client
type Client struct {
	ID  string `json:"id"`
	URL string `json:"url"` // creation URL
	// Match is the URL that registrations are matched with, where that is another:
	// the creator's, for a worker with a blob: URL.
	Match      string    `json:"match,omitempty"`
	Origin     string    `json:"origin"`
	Type       string    `json:"type"`       // "window", "worker", "sharedworker"
	FrameType  string    `json:"frame_type"` // "top-level", "nested", "auxiliary", "none"
	Visibility string    `json:"visibility"` // "visible", "hidden"
	Focused    bool      `json:"focused"`
	FocusedAt  time.Time `json:"focused_at,omitzero"` // last time it got the focus
	// Ancestors is the origins of the documents around a frame, the nearest first.
	Ancestors []string  `json:"ancestors,omitempty"`
	Host      string    `json:"host"` // the scripthost that holds it
	Created   time.Time `json:"created"`
	// ControllerScope and ControllerVersion name its active worker; empty: none.
	ControllerScope   string `json:"controller_scope,omitempty"`
	ControllerVersion string `json:"controller_version,omitempty"`
}

// MatchURL is the URL that registrations are matched with.
func (c *Client) MatchURL() string {
	if c.Match != "" {
		return c.Match
	}
	return c.URL
}

// ClientMessageKind is what a ClientMessage tells.
type ClientMessageKind string

const (
	// ClientJob: the job named by Job ended, with Registration (register,
	// update), Unregistered (unregister) or Error.
	ClientJob ClientMessageKind = "job"
	// ClientUpdateFound: Registration has a new installing worker.
	ClientUpdateFound ClientMessageKind = "updatefound"
	// ClientState: the worker Version of Registration entered State.
	ClientState ClientMessageKind = "state"
	// ClientUnregistered: Registration is gone; its workers may linger.
	ClientUnregistered ClientMessageKind = "unregistered"
	// ClientController: the document's controller is now Controller (nil:
	// none), to be announced by a controllerchange event.
	ClientController ClientMessageKind = "controller"
	// ClientPost: a worker posted Data.
	ClientPost ClientMessageKind = "message"
	// ClientNotification: something became of a notification that the client
	// shows, see Notification.
	ClientNotification ClientMessageKind = "notification"
)

// ClientMessage is one of the ordered deliveries to one client.
type ClientMessage struct {
	Kind         ClientMessageKind `json:"kind"`
	Job          string            `json:"job,omitempty"`
	Registration *Registration     `json:"registration,omitempty"`
	Unregistered bool              `json:"unregistered,omitempty"`
	Version      string            `json:"version,omitempty"`
	State        State             `json:"state,omitempty"`
	Controller   *Worker           `json:"controller,omitempty"`
	Scope        string            `json:"scope,omitempty"`  // of Controller, or of the posting worker
	Source       *Worker           `json:"source,omitempty"` // the worker that posted
	Data         []byte            `json:"data,omitempty"`   // structured clone
	Origin       string            `json:"origin,omitempty"`
	Error        *Error            `json:"error,omitempty"`
	Notification *NotificationNews `json:"notification,omitempty"`
}

// Lifecycle tells everyone that a worker entered a state.
type Lifecycle struct {
	Scope        string    `json:"scope"`
	Registration string    `json:"registration"`
	Version      string    `json:"version"`
	ScriptURL    string    `json:"script_url"`
	Script       string    `json:"script"`
	State        State     `json:"state"`
	Reason       string    `json:"reason,omitempty"` // why redundant
	At           time.Time `json:"at"`
}

// Caught asks whoever keeps a copy of the registrations to answer when it has a
// revision of their bucket.
type Caught struct {
	Revision uint64 `json:"revision"`
}

// Match asks which registration's scope holds a URL.
type Match struct {
	URL string `json:"url"`
}

// Lookup asks for the registration of exactly one scope.
type Lookup struct {
	Scope string `json:"scope"`
}

// List asks for registrations; an empty origin means all.
type List struct {
	Origin string `json:"origin,omitempty"`
}

// Registrations answers Match, Lookup (none or one) and List.
type Registrations struct {
	Registrations []Registration `json:"registrations"`
}

// ClientQuery asks for an origin's clients, as Clients.matchAll and get do.
type ClientQuery struct {
	Origin              string `json:"origin"`
	ID                  string `json:"id,omitempty"`   // only this one
	Type                string `json:"type,omitempty"` // "window", "worker", "sharedworker", "all"; "" = "window"
	IncludeUncontrolled bool   `json:"include_uncontrolled,omitempty"`
	// Scope and Version name the worker that asks, for "controlled by me".
	Scope   string `json:"scope,omitempty"`
	Version string `json:"version,omitempty"`
}

// Clients answers a ClientQuery, most recently focused first, then by creation.
type Clients struct {
	Clients []Client `json:"clients"`
}

// WorkerRef names one worker version: who calls skipWaiting or claim.
type WorkerRef struct {
	Scope   string `json:"scope"`
	Version string `json:"version"`
}

// Done is an answer that carries nothing.
type Done struct{}

// Pending answers how many events of a worker version a manager has under way
// that its clients or the system sent; requests from outside do not count.
type Pending struct {
	Events int `json:"events"`
}

// SoftUpdate tells that a registration's scripts may be checked for an update.
type SoftUpdate struct {
	Scope string `json:"scope"`
	// Force bypasses the HTTP cache.
	Force bool `json:"force,omitempty"`
}

// ClearOrigin asks to drop all registrations of an origin at once, whoever uses
// them.
type ClearOrigin struct {
	Origin string `json:"origin"`
}

// SteerClient asks a scripthost to navigate a client's window, or to focus it
// when URL is empty.
type SteerClient struct {
	Client string `json:"client"`
	URL    string `json:"url,omitempty"`
	// Origin is that of the worker that asks, Scope and Version name it.
	Origin  string `json:"origin"`
	Scope   string `json:"scope,omitempty"`
	Version string `json:"version,omitempty"`
	// Activated: a user's action is behind it.
	Activated bool `json:"activated,omitempty"`
}

// OpenWindow asks a scripthost to show a URL in a new window.
type OpenWindow struct {
	URL    string `json:"url"`
	Origin string `json:"origin"` // of the worker that asks
	// Activated: a user's action is behind it.
	Activated bool `json:"activated,omitempty"`
}

// SteeredClient answers SteerClient and OpenWindow with the window's client, or
// none when it is of another origin.
type SteeredClient struct {
	Client *Client `json:"client,omitempty"`
}

// Rollout asks to change how a scope's versions follow each other.
type Rollout struct {
	Scope string `json:"scope"`
	// Op is "activate": the waiting worker becomes active at once; or "canary":
	// Canary is set, or with none taken away.
	Op     string  `json:"op"`
	Canary *Canary `json:"canary,omitempty"`
}

// VersionLoad is what one version has answered at a loader's front door since a
// canary began.
type VersionLoad struct {
	Version  string `json:"version"`
	Requests int64  `json:"requests"`
	// Errors is how many of them failed or were answered with a status of 500 or
	// more.
	Errors int64 `json:"errors"`
}

// VersionLoads answers a question for a scope's VersionLoads.
type VersionLoads struct {
	Versions []VersionLoad `json:"versions"`
}
