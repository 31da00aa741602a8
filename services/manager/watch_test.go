package manager

import (
	"strings"
	"testing"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// heard collects what is published, as lines.
type heard struct {
	t     testing.TB
	lines chan string
}

// want waits for a line that holds text; lines before it are dropped.
func (h *heard) want(text string) string {
	h.t.Helper()
	var seen []string
	for timeout := time.After(10 * time.Second); ; {
		select {
		case line := <-h.lines:
			if strings.Contains(line, text) {
				return line
			}
			seen = append(seen, line)
		case <-timeout:
			h.t.Fatalf("nothing said %q; heard:\n%s", text, strings.Join(seen, "\n"))
		}
	}
}

// logs is what workers write to their consoles: "level text".
func (s *site) logs() *heard {
	return listen(s, bus.WorkerLog, func(l schemas.Log) string { return l.Level + " " + l.Text + " " + l.Source })
}

// advisories is the advisories: "kind message".
func (s *site) advisories() *heard {
	return listen(s, bus.Advisories, func(a schemas.Advisory) string { return a.Kind + " " + a.Message })
}

func listen[T any](s *site, e bus.Event[T], line func(T) string) *heard {
	s.t.Helper()
	h := &heard{t: s.t, lines: make(chan string, 10000)}
	sub, err := e.Subscribe(s.conn, nil, func(v T, _ bus.Params) { h.lines <- line(v) })
	if err == nil {
		err = s.conn.Flush()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = sub.Stop() })
	return h
}
