package lifecycle

import "asterism/schemas"

// Event is something that happened to a registration: one of the types below.
type Event interface{ name() string }

// Register: there is to be a registration (Set Registration). It changes
// nothing when there is one.
type Register struct {
	ID, Scope, UpdateViaCache string
}

// Unchanged: an update found the very same scripts (Update, step 9).
type Unchanged struct {
	UpdateViaCache string // "": as it is
}

// Discard: a first worker could not be fetched or evaluated (Update, steps 8
// and 16): a registration without workers goes.
type Discard struct{}

// Install: a new version was evaluated and starts to install (Install, steps 3
// to 9).
type Install struct {
	Worker         schemas.Worker
	UpdateViaCache string // "": as it is
	Pinned         bool   // it is one that was rolled back to
}

// Installed: the install event succeeded (Install, steps 13 to 19).
type Installed struct {
	Version string
	Events  []string
	Imports map[string]string
	Routes  []schemas.Route
}

// InstallFailed: the install event did not succeed (Install, step 12).
type InstallFailed struct {
	Version, Reason string
}

// Interrupted: whoever installed the worker died. Keep leaves a registration
// without workers in place, for the job that is about to run again.
type Interrupted struct {
	Keep bool
}

// SkipWaiting: a worker called skipWaiting() (the flag alone: TryActivate is to
// follow).
type SkipWaiting struct {
	Version string
}

// TryActivate: the waiting worker may become active (Try Activate, and Activate
// up to the event).
type TryActivate struct {
	InUse   bool // a client uses the registration
	Pending bool // the active worker has pending events
	Force   bool // an operator says so: whoever uses it, and whatever holds it back
	Keep    int  // how many former versions are kept
}

// SetCanary changes how the next version is tried out; nil: it is not.
type SetCanary struct {
	Canary *schemas.Canary
}

// Reactivate: whoever ran the activate event died: it is to run again.
type Reactivate struct{}

// Activated: the activate event is over, however it went (Activate, step 11).
type Activated struct {
	Version string
}

// Unregister: the registration leaves the map (Unregister, steps 3 to 5).
type Unregister struct {
	InUse bool // a client uses the registration, or a worker has pending events
}

// TryClear: the last client of an unregistered registration may be gone (Try
// Clear Registration).
type TryClear struct {
	InUse bool // as for Unregister
}

// Preload changes the navigation preload; what is nil stays.
type Preload struct {
	Registration string // id
	Enabled      *bool
	Header       *string
}

func (Preload) name() string { return "preload" }

// Clear: the registration goes at once, whoever uses it (Clear Registration for
// Clear-Site-Data).
type Clear struct{}

func (Clear) name() string         { return "clear" }
func (SetCanary) name() string     { return "canary" }
func (Register) name() string      { return "register" }
func (Unchanged) name() string     { return "unchanged" }
func (Discard) name() string       { return "discard" }
func (Install) name() string       { return "install" }
func (Installed) name() string     { return "installed" }
func (InstallFailed) name() string { return "install-failed" }
func (Interrupted) name() string   { return "interrupted" }
func (SkipWaiting) name() string   { return "skip-waiting" }
func (TryActivate) name() string   { return "try-activate" }
func (Reactivate) name() string    { return "reactivate" }
func (Activated) name() string     { return "activated" }
func (Unregister) name() string    { return "unregister" }
func (TryClear) name() string      { return "try-clear" }
