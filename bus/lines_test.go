package bus_test

import (
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"asterism/bus/bustest"
)

// lines is a log to wait for lines in.
type lines struct {
	to io.Writer
	ch chan string
}

func newLines(t *testing.T) *lines {
	return &lines{bustest.Writer(t), make(chan string, 1000)}
}

func (l *lines) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

func (l *lines) Write(line []byte) (int, error) {
	select {
	case l.ch <- string(line):
	default:
	}
	return l.to.Write(line)
}

// wait is the next line that has text.
func (l *lines) wait(t *testing.T, text string) string {
	t.Helper()
	late := time.After(10 * time.Second)
	for {
		select {
		case line := <-l.ch:
			if strings.Contains(line, text) {
				return line
			}
		case <-late:
			t.Fatalf("no log line with %q within 10 s", text)
		}
	}
}
