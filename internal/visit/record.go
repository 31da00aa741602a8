package visit

import (
	"encoding/json"
	"time"

	"asterism/schemas"
)

// Record is what is known of a visit. Its JSON is what `asterism open --json`
// prints: docs/testing.md tells of each member.
type Record struct {
	OK         bool      `json:"ok"`
	Failures   []string  `json:"failures"` // why it is not
	URL        string    `json:"url"`
	Status     int       `json:"status"`
	Title      string    `json:"title"`
	Controller *Worker   `json:"controller"` // of the top-level document; nil: none
	Values     []Value   `json:"values"`
	Console    []Line    `json:"console"`
	Errors     []Line    `json:"errors"`
	Requests   []Request `json:"requests"`
	Workers    []Change  `json:"workers"`
	Took       Milli     `json:"took_ms"`
	Registered []Settled `json:"registrations"`
}

// Worker names a service worker's version.
type Worker struct {
	Scope   string `json:"scope"`
	Version string `json:"version"`
	Script  string `json:"script"`
}

// Value is what a script was evaluated to.
type Value struct {
	Script string          `json:"script"`
	JSON   json.RawMessage `json:"value"`
	Text   string          `json:"text,omitempty"` // what JSON cannot say
}

// Line is a line of a console, or an uncaught error.
type Line struct {
	In     string `json:"in"`    // "document" or "worker"
	Where  string `json:"where"` // the document's URL, or the worker's scope
	Level  string `json:"level"`
	Text   string `json:"text"`
	Source string `json:"source,omitempty"` // "file:line:column"
}

// Request is a request that a document made.
type Request struct {
	Method      string  `json:"method"`
	URL         string  `json:"url"`
	Destination string  `json:"destination"`
	Status      int     `json:"status"`
	Type        string  `json:"type,omitempty"`
	To          string  `json:"redirected_to,omitempty"`
	By          string  `json:"by"`
	Worker      *Worker `json:"worker,omitempty"`
	Failed      string  `json:"failed,omitempty"`
	Took        Milli   `json:"took_ms"`
}

// Change is a worker's entry into a state.
type Change struct {
	Worker
	State  schemas.State `json:"state"`
	Reason string        `json:"reason,omitempty"`
}

// Settled is a registration as it is at the end.
type Settled struct {
	Scope      string        `json:"scope"`
	Installing string        `json:"installing,omitempty"` // versions
	Waiting    string        `json:"waiting,omitempty"`
	Active     string        `json:"active,omitempty"`
	State      schemas.State `json:"state,omitempty"` // of the active worker
}

// Milli is a time in milliseconds, to the microsecond.
type Milli time.Duration

// MarshalJSON writes a number.
func (m Milli) MarshalJSON() ([]byte, error) {
	return json.Marshal(float64(time.Duration(m).Microseconds()) / 1000)
}

// Fact is one thing a visit learned: exactly one member is set, but for Ended.
type Fact struct {
	Line       *Line
	Uncaught   bool // of Line: an error that nobody caught
	Request    *Request
	Change     *Change
	Controlled bool    // the top-level document's controller is Controller now
	Controller *Worker // nil: none
	Loaded     string  // URL of the document that has loaded
	Ended      string  // why the page is gone
}
