package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
)

// newLogger writes to w: JSON for machines, or a line for people.
func newLogger(w io.Writer, format, level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: l}))
	}
	return slog.New(&lines{w: w, level: l, mu: new(sync.Mutex)})
}

// lines is a slog.Handler for a terminal: time, service, message, attributes. It
// leaves out what tells a person nothing: empty attributes, and a service's own
// id, which is the attribute named like the service.
//
//	15:04:05 manager       worker started  scope=http://localhost:8080/
type lines struct {
	mu      *sync.Mutex
	w       io.Writer
	level   slog.Level
	service string
	attrs   string
	group   string
}

func (h *lines) Enabled(_ context.Context, l slog.Level) bool { return l >= h.level }

func (h *lines) Handle(_ context.Context, r slog.Record) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %-14s", r.Time.Format("15:04:05"), h.service)
	if r.Level != slog.LevelInfo {
		fmt.Fprintf(&b, "%s: ", strings.ToLower(r.Level.String()))
	}
	b.WriteString(r.Message)
	b.WriteString(h.attrs)
	r.Attrs(func(a slog.Attr) bool {
		b.WriteString(h.format(a))
		return true
	})
	b.WriteByte('\n')
	h.mu.Lock()
	defer h.mu.Unlock()
	_, err := h.w.Write(b.Bytes())
	return err
}

func (h *lines) WithAttrs(attrs []slog.Attr) slog.Handler {
	next := *h
	for _, a := range attrs {
		if a.Key == "service" && h.group == "" {
			next.service = a.Value.String()
			continue
		}
		next.attrs += next.format(a)
	}
	return &next
}

func (h *lines) WithGroup(name string) slog.Handler {
	next := *h
	next.group += name + "."
	return &next
}

// format writes an attribute, quoted when it would not read as one word.
func (h *lines) format(a slog.Attr) string {
	v := a.Value.Resolve().String()
	if v == "" || a.Key == h.service {
		return ""
	}
	if strings.ContainsAny(v, " \t\n\"=") {
		v = fmt.Sprintf("%q", v)
	}
	return "  " + h.group + a.Key + "=" + v
}

// consoleLevel is the log level of a console method: log is info.
func consoleLevel(method string) slog.Level {
	var l slog.Level
	if err := l.UnmarshalText([]byte(method)); err != nil {
		return slog.LevelInfo
	}
	return l
}
