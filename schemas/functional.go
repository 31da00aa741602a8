package schemas

import "time"

// Functional is a functional event that waits in the queue until it has been
// fired at a registration's active worker.
//
// https://w3c.github.io/ServiceWorker/#fire-functional-event
type Functional struct {
	ID    string `json:"id"`
	Type  string `json:"type"` // "push", "sync", "notificationclick", …
	Scope string `json:"scope"`
	// Registration is the id of the only registration it is for; "": whichever
	// the scope has.
	Registration string    `json:"registration,omitempty"`
	At           time.Time `json:"at"`               // when it was put in
	Expires      time.Time `json:"expires,omitzero"` // nobody wants it after that; zero: never
	Once         bool      `json:"once,omitempty"`   // it is not tried a second time
	Failures     int       `json:"failures,omitempty"`
	// Sealed is a push message's payload as the application server sent it, in
	// the content coding aes128gcm.
	Sealed []byte `json:"sealed,omitempty"`
	Detail Detail `json:"detail,omitzero"`
}

// Detail is what a functional event carries, by its type.
type Detail struct {
	Tag        string `json:"tag,omitempty"`         // sync, periodicsync
	LastChance bool   `json:"last_chance,omitempty"` // sync
	// Data is a push message's payload, in the clear; nil when it has none.
	Data         []byte            `json:"data,omitempty"`
	Empty        bool              `json:"empty,omitempty"` // the payload has no byte, and is one
	Notification *Notification     `json:"notification,omitempty"`
	Action       string            `json:"action,omitempty"` // notificationclick
	Old          *PushSubscription `json:"old,omitempty"`    // pushsubscriptionchange
	New          *PushSubscription `json:"new,omitempty"`
	Changed      []Cookie          `json:"changed,omitempty"` // cookiechange
	Deleted      []Cookie          `json:"deleted,omitempty"`
	Connect      *ConnectAsk       `json:"connect,omitempty"` // connect
}

// Sync is one registered sync of a registration.
//
// https://wicg.github.io/background-sync/spec/#sync-registration
type Sync struct {
	Tag         string        `json:"tag"`
	Periodic    bool          `json:"periodic,omitempty"`
	MinInterval time.Duration `json:"min_interval,omitempty"` // nanoseconds
	Due         time.Time     `json:"due"`
	Failures    int           `json:"failures,omitempty"`
	Firing      bool          `json:"firing,omitempty"`
	Again       bool          `json:"again,omitempty"` // registered again while it was fired
}

// Syncs is what a registration has registered.
type Syncs struct {
	Registration string `json:"registration"`
	Syncs        []Sync `json:"syncs"`
}

// SyncAsk is SyncManager and PeriodicSyncManager asking.
type SyncAsk struct {
	Op           string        `json:"op"` // "register", "unregister", "tags"
	Scope        string        `json:"scope"`
	Registration string        `json:"registration"`
	Periodic     bool          `json:"periodic,omitempty"`
	Tag          string        `json:"tag,omitempty"`
	MinInterval  time.Duration `json:"min_interval,omitempty"` // nanoseconds
}

// SyncTags answers a SyncAsk.
type SyncTags struct {
	Tags []string `json:"tags"`
}
