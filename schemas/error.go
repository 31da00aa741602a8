package schemas

import "fmt"

// Code is the kind of an error that crosses the bus.
type Code string

const (
	CodeBadMessage Code = "bad-message" // the message does not follow its schema
	CodeNotFound   Code = "not-found"   // no such registration, client, worker, script
	CodeConflict   Code = "conflict"    // someone else wrote first
	CodeRefused    Code = "refused"     // policy or a spec check forbids it
	CodeNetwork    Code = "network"     // the network or an upstream failed
	CodeScript     Code = "script"      // the worker's own script failed
	CodeTimeout    Code = "timeout"     // took longer than allowed
	CodeLimit      Code = "limit"       // a size, count or time limit was broken
	CodeBusy       Code = "busy"        // try another instance or later
	CodeAborted    Code = "aborted"     // the asker gave up
	CodeLost       Code = "lost"        // the other side went away
	CodeInternal   Code = "internal"    // a fault of asterism's; the log has the rest
)

// Error is an error that crosses the bus. Message is safe to show to anyone;
// what is not stays in the log, under Ref.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
	// Exception is the name of the JavaScript exception this becomes in a
	// script: "TypeError" or a DOMException name such as "SecurityError".
	Exception string `json:"exception,omitempty"`
	// Ref is a correlation id to find the rest in the log.
	Ref string `json:"ref,omitempty"`
}

// Error returns the code and the message.
func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// Is matches another *Error by its code, so that errors.Is(err,
// &Error{Code: CodeTimeout}) asks for the kind.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code && (t.Message == "" || t.Message == e.Message)
}

// badMessage is a CodeBadMessage error.
func badMessage(format string, args ...any) *Error {
	return &Error{Code: CodeBadMessage, Message: fmt.Sprintf(format, args...)}
}
