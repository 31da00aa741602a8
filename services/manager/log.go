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
	line := schemas.Log{
		Scope: w.key.scope, Version: w.key.version, Level: level, Text: text, Source: source, At: time.Now(),
	}
	if err := bus.WorkerLog.Publish(w.s.conn, bus.Params{"scope": w.key.scope, "level": level}, line); err != nil {
		w.s.log.Debug("log line not published", "error", err)
	}
	w.s.log.Debug("console", "scope", w.key.scope, "level", level, "text", text, "source", source)
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
