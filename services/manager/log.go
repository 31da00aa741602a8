package manager

import (
	"regexp"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/weburl"
)

// print writes a line to the worker's log: on the bus, for whoever listens, and
// in the manager's own log at debug.
func (w *worker) print(level, text, source string) {
	w.line(schemas.Log{Level: level, Text: text, Source: source})
}

// accuse writes an exception that nobody caught to the log.
func (w *worker) accuse(text, source string) {
	w.line(schemas.Log{Level: "error", Text: text, Source: source, Uncaught: true})
}

func (w *worker) line(l schemas.Log) {
	l.Scope, l.Version, l.At = w.key.scope, w.key.version, time.Now()
	if err := bus.WorkerLog.Publish(w.s.conn, bus.Params{"scope": l.Scope, "level": l.Level}, l); err != nil {
		w.s.log.Debug("log line not published", "error", err)
	}
	w.s.log.Debug("console", "scope", l.Scope, "level", l.Level, "text", l.Text, "source", l.Source)
}

// advise publishes an advisory about a worker.
func (s *Service) advise(kind string, k workerKey, message string) {
	s.conn.Advise(schemas.Advisory{Kind: kind, Service: "manager", Instance: s.id, Scope: k.scope, Version: k.version, Message: message})
}

// place is a position in a stack frame: "at f (name:line:column(pc))".
var place = regexp.MustCompile(`[^\s()]+:\d+:\d+`)

// frame is "name:line:column" of a stack's first frame; "" when it has none.
func frame(stack string) string { return place.FindString(stack) }

// originOf is a URL's origin; "" when it does not parse.
func originOf(u string) string {
	parsed, err := weburl.Parse(u)
	if err != nil {
		return ""
	}
	return parsed.Origin()
}

// or is s, or what stands for an empty one.
func or(s, empty string) string {
	if s == "" {
		return empty
	}
	return s
}
