package schemas

import "time"

// OpenDocument asks a scripthost to open a URL as a top-level document.
type OpenDocument struct {
	URL string `json:"url"`
	// Console is a token: the document's console lines are published as Log
	// on sw.console.<Console>. "" = nowhere.
	Console string `json:"console,omitempty"`
	// Watch is a token likewise: what happens in the page is published as
	// Happening on sw.happening.<Watch>.
	Watch string `json:"watch,omitempty"`
}

// OpenedDocument answers OpenDocument once the load event has fired.
type OpenedDocument struct {
	Client string `json:"client"`
	URL    string `json:"url"` // after redirects
	Title  string `json:"title,omitempty"`
	Status int    `json:"status"`
	// Happenings is how many there were until now.
	Happenings uint64 `json:"happenings,omitempty"`
}

// EvalDocument asks a scripthost to evaluate a script in a document and await
// its value.
type EvalDocument struct {
	Client string `json:"client"`
	Script string `json:"script"`
}

// Evaluated answers EvalDocument with the value as JSON ("null" for what JSON
// cannot say).
type Evaluated struct {
	JSON string `json:"json"`
	// Text is the value as a console shows it, when JSON does not say all of it:
	// undefined, a function, a Map, a node of the document, …
	Text  string `json:"text,omitempty"`
	Error *Error `json:"error,omitempty"`
	// Stack is where Error was thrown.
	Stack      string `json:"stack,omitempty"`
	Happenings uint64 `json:"happenings,omitempty"` // until now
}

// WaitDocument asks a scripthost to say when a document has come to something:
// to an element that matches Selector, or, without one, to rest.
//
// A page is at rest when its documents have loaded, no request of it is under
// way, no service worker that it knows of is being registered, installed or
// activated, no timer of it is due within a second, and all that has been so for a
// tenth of a second in which nothing ran but ticks of setInterval.
type WaitDocument struct {
	Client   string `json:"client"`
	Selector string `json:"selector,omitempty"`
}

// Waited answers WaitDocument, after some seconds in any case.
type Waited struct {
	Done bool `json:"done"`
	// For is what the page is still busy with, when it is not done.
	For        string `json:"for,omitempty"`
	URL        string `json:"url"`             // of the page's document now
	Title      string `json:"title,omitempty"` // likewise
	Happenings uint64 `json:"happenings,omitempty"`
}

// CloseDocument asks a scripthost to discard a document.
type CloseDocument struct {
	Client string `json:"client"`
}

// HappeningKind is what a Happening tells.
type HappeningKind string

const (
	// HappeningConsole: a script wrote Log to the console, or an exception went
	// uncaught (Log.Uncaught).
	HappeningConsole HappeningKind = "console"
	// HappeningRequest: a request ended, as Exchange says.
	HappeningRequest HappeningKind = "request"
	// HappeningController: the document's controller is Controller now; nil: none.
	HappeningController HappeningKind = "controller"
	// HappeningLoaded: the document's load event was fired.
	HappeningLoaded HappeningKind = "loaded"
	// HappeningEnd: the page is gone, for Error.
	HappeningEnd HappeningKind = "end"
)

// Happening is one thing that happened in a page. They are published in order.
type Happening struct {
	N          uint64        `json:"n"` // 1, 2, 3, …
	Kind       HappeningKind `json:"kind"`
	Client     string        `json:"client,omitempty"` // the document or worker
	URL        string        `json:"url,omitempty"`    // its own
	Log        *Log          `json:"log,omitempty"`
	Exchange   *Exchange     `json:"exchange,omitempty"`
	Controller *Answerer     `json:"controller,omitempty"`
	Error      *Error        `json:"error,omitempty"`
	At         time.Time     `json:"at"`
}

// Exchange is a request that a document made, and what became of it.
type Exchange struct {
	Method      string `json:"method"`
	URL         string `json:"url"`
	Destination string `json:"destination,omitempty"` // "document", "script", …; "": fetch()
	Status      int    `json:"status"`                // 0: none came, or it is hidden
	Type        string `json:"type,omitempty"`        // "basic", "cors", "opaque", …
	To          string `json:"to,omitempty"`          // where redirects led
	// By is who answered: "worker", "cache" (a static route's), "http-cache",
	// "network".
	By       string        `json:"by,omitempty"`
	Worker   *Answerer     `json:"worker,omitempty"` // by a worker: which
	Duration time.Duration `json:"duration"`         // until the response's header, in nanoseconds
	Failed   string        `json:"failed,omitempty"` // why no response came
}

// Answerer is a service worker, as those see it whom it answers.
type Answerer struct {
	Scope     string `json:"scope"`
	Version   string `json:"version"`
	ScriptURL string `json:"script_url,omitempty"`
}
