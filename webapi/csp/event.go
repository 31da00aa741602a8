package csp

import (
	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// ViolationEvent tells scripts of a violation.
//
// https://w3c.github.io/webappsec-csp/#violation-events
type ViolationEvent struct {
	events.Event
	DocumentURI, Referrer, BlockedURI, Directive, Policy string
	SourceFile, Sample, Disposition                      string
	Status, Line, Column                                 int
}

// NewViolationEvent is the event of a violation in a document or worker.
func NewViolationEvent(v *Violation, document, referrer string, status int) *ViolationEvent {
	return &ViolationEvent{
		Event:       events.Event{Type: "securitypolicyviolation", Bubbles: true, Composed: true},
		DocumentURI: document, Referrer: referrer, BlockedURI: v.Blocked, Directive: v.Directive, Policy: v.Policy,
		Sample: v.Sample, Disposition: "enforce", Status: status,
	}
}

// ViolationEventClass is SecurityPolicyViolationEvent.
var ViolationEventClass = &js.Class[*ViolationEvent]{
	Name:   "SecurityPolicyViolationEvent",
	Parent: events.EventClass,
	Length: 1,
	New: func(c js.Call) *ViolationEvent {
		e := &ViolationEvent{Disposition: "enforce"}
		init := e.Construct(c)
		for name, into := range map[string]*string{
			"documentURI": &e.DocumentURI, "referrer": &e.Referrer, "blockedURI": &e.BlockedURI, "effectiveDirective": &e.Directive,
			"violatedDirective": &e.Directive, "originalPolicy": &e.Policy, "sourceFile": &e.SourceFile, "sample": &e.Sample,
		} {
			if v := c.Member(init, name); v != nil {
				*into = c.USVString(v, name)
			}
		}
		if v := c.Member(init, "disposition"); v != nil {
			e.Disposition = c.Enum(v, "disposition", "enforce", "report")
		}
		for name, into := range map[string]*int{"statusCode": &e.Status, "lineNumber": &e.Line, "columnNumber": &e.Column} {
			if v := c.Member(init, name); v != nil {
				*into = int(c.Integer(v, name, 32))
			}
		}
		return e
	},
	Attrs: []js.Attr[*ViolationEvent]{
		text("documentURI", func(e *ViolationEvent) string { return e.DocumentURI }),
		text("referrer", func(e *ViolationEvent) string { return e.Referrer }),
		text("blockedURI", func(e *ViolationEvent) string { return e.BlockedURI }),
		text("effectiveDirective", func(e *ViolationEvent) string { return e.Directive }),
		text("violatedDirective", func(e *ViolationEvent) string { return e.Directive }),
		text("originalPolicy", func(e *ViolationEvent) string { return e.Policy }),
		text("sourceFile", func(e *ViolationEvent) string { return e.SourceFile }),
		text("sample", func(e *ViolationEvent) string { return e.Sample }),
		text("disposition", func(e *ViolationEvent) string { return e.Disposition }),
		number("statusCode", func(e *ViolationEvent) int { return e.Status }),
		number("lineNumber", func(e *ViolationEvent) int { return e.Line }),
		number("columnNumber", func(e *ViolationEvent) int { return e.Column }),
	},
}

func text(name string, get func(*ViolationEvent) string) js.Attr[*ViolationEvent] {
	return js.Attr[*ViolationEvent]{Name: name, Get: func(e *ViolationEvent, c js.Call) goja.Value { return c.VM.ToValue(get(e)) }}
}

func number(name string, get func(*ViolationEvent) int) js.Attr[*ViolationEvent] {
	return js.Attr[*ViolationEvent]{Name: name, Get: func(e *ViolationEvent, c js.Call) goja.Value { return c.VM.ToValue(get(e)) }}
}
