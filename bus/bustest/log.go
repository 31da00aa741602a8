package bustest

import (
	"io"
	"log/slog"
	"sync"
	"testing"
)

// Log is a logger whose lines show up with the test's own output, and nowhere
// once the test is over.
func Log(t testing.TB) *slog.Logger {
	return slog.New(slog.NewTextHandler(Writer(t), &slog.HandlerOptions{Level: slog.LevelInfo}))
}

// Writer writes to the test's own output, and nowhere once the test is over.
func Writer(t testing.TB) io.Writer {
	w := &writer{to: t.Output()}
	t.Cleanup(w.end)
	return w
}

// writer stops writing when the test ends: late callbacks may still log.
type writer struct {
	mu sync.Mutex
	to io.Writer
}

func (w *writer) Write(line []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.to.Write(line)
}

func (w *writer) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.to = io.Discard
}
