package lifecycle

import "asterism/schemas"

// Kind is what an effect does.
type Kind string

const (
	// Resolve: the job's promise resolves with Registration.
	Resolve Kind = "resolve"
	// UpdateFound: updatefound fires at every object of Registration.
	UpdateFound Kind = "updatefound"
	// State: Worker entered its State: statechange fires at its objects.
	State Kind = "state"
	// Gone: Registration left the map: nobody is matched with it any more.
	Gone Kind = "gone"
	// Linger: documents still use Registration, which left the map.
	Linger Kind = "linger"
	// Controllers: every client using Registration is now controlled by Worker.
	Controllers Kind = "controllers"
	// RunInstall: run the install event in Worker.
	RunInstall Kind = "run-install"
	// RunActivate: run the activate event in Worker.
	RunActivate Kind = "run-activate"
)

// Effect is one thing to do, in its place in the sequence.
type Effect struct {
	Kind Kind
	// Registration is as it is at this point of the sequence, shared with
	// nothing.
	Registration schemas.Registration
	Worker       schemas.Worker
	Reason       string // State redundant: why
}

// Outcome is what Apply returns.
type Outcome struct {
	// Registration is the new one; nil: there is none.
	Registration *schemas.Registration
	// Changed: Registration is not what was given and must be stored.
	Changed bool
	Effects []Effect
}
