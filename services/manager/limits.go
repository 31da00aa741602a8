package manager

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"asterism/bus"
	"asterism/js"
	"asterism/schemas"
)

// verdict is what the end of a worker's loop means to those who wait for its
// answers. A broken limit or a crash is told in the worker's log and counts
// towards its quarantine.
func (s *Service) verdict(w *worker, cause error) *schemas.Error {
	if cause == nil || errors.Is(cause, context.Canceled) || errors.Is(cause, js.ErrStopped) {
		return &schemas.Error{Code: schemas.CodeLost, Message: "the worker was stopped before it answered"}
	}
	e := s.explain(w, cause)
	if e.Code == schemas.CodeInternal || e.Code == schemas.CodeNotFound || e.Code == schemas.CodeAborted {
		return e
	}
	s.blame(w, e.Message)
	return e
}

// explain makes the error that crosses the bus of why a worker stopped.
func (s *Service) explain(w *worker, cause error) *schemas.Error {
	var syntax *js.SyntaxError
	var thrown *js.Exception
	var turn *js.TurnExceeded
	var fault *js.EngineFault
	var known *schemas.Error
	var start *startError
	during := "while it ran"
	if errors.As(cause, &start) {
		during = "when it was started"
	}
	script := func(format string, args ...any) *schemas.Error {
		return &schemas.Error{Code: schemas.CodeScript, Exception: "TypeError", Message: fmt.Sprintf(format, args...)}
	}
	switch {
	case errors.As(cause, &syntax):
		return script("%s", syntax)
	case errors.As(cause, &turn):
		return &schemas.Error{Code: schemas.CodeLimit, Exception: "TypeError", Message: fmt.Sprintf(
			"the script of %s did not return to its event loop within %v and was stopped", w.self.ScriptURL, turn.Limit)}
	case errors.As(cause, &fault):
		s.log.Error("engine fault", "scope", w.key.scope, "version", w.key.version, "reason", fault.Reason, "stack", fault.Stack)
		return script("the script of %s crashed the JavaScript engine %s: %s", w.self.ScriptURL, during, fault.Reason)
	case errors.As(cause, &thrown) && thrown.Overflow:
		return &schemas.Error{Code: schemas.CodeLimit, Exception: "TypeError", Message: fmt.Sprintf(
			"the script of %s recursed too deep%s and was stopped: %s", w.self.ScriptURL, at(thrown.Stack), thrown.Message)}
	case errors.As(cause, &thrown):
		return script("the script of %s threw %s: %s%s", w.self.ScriptURL, during, thrown.Message, at(thrown.Stack))
	case errors.As(cause, &known):
		return known
	case errors.Is(cause, bus.ErrNotFound):
		return &schemas.Error{Code: schemas.CodeNotFound, Message: fmt.Sprintf(
			"the script of %s is not in the store: register it again", w.self.ScriptURL)}
	}
	ref := bus.NewID()
	s.log.Error("worker failed", "scope", w.key.scope, "version", w.key.version, "ref", ref, "error", cause)
	return &schemas.Error{Code: schemas.CodeInternal, Message: "the worker could not be run", Ref: ref}
}

// at is " (at name:line:column)" of a stack's first frame.
func at(stack string) string {
	if p := frame(stack); p != "" {
		return " (at " + p + ")"
	}
	return ""
}

// blame tells a worker's log what it did, and counts it.
func (s *Service) blame(w *worker, what string) {
	w.print("error", what, "")
	s.log.Warn("worker broke a limit or crashed", "scope", w.key.scope, "version", w.key.version, "reason", what)
	if s.quarantine.add(w.key, time.Now()) {
		what = fmt.Sprintf("refused for %v: it failed %d times within %v; the last time: %s",
			s.cfg.QuarantineTime, s.cfg.QuarantineBreaks, s.cfg.QuarantineWindow, what)
		w.print("error", what, "")
		s.advise("worker-quarantined", w.key, what)
	}
}

// quarantined is the error for a worker that is refused; nil when it is not.
func (s *Service) quarantined(k workerKey) *schemas.Error {
	left := s.quarantine.left(k, time.Now())
	if left == 0 {
		return nil
	}
	return &schemas.Error{Code: schemas.CodeLimit, Message: fmt.Sprintf(
		"the worker of %s failed %d times in a row and is refused for another %v; its log says why",
		k.scope, s.cfg.QuarantineBreaks, left.Round(time.Second))}
}

// fault makes an error of a panic in the manager's own code for a worker.
func (s *Service) fault(w *worker, x any) error {
	s.log.Error("panic in a worker's task", slog.String("scope", w.key.scope), slog.String("version", w.key.version),
		slog.Any("panic", x), slog.String("stack", string(debug.Stack())))
	return &js.EngineFault{Reason: fmt.Sprint(x)}
}

// expired is the error of an event that took too long.
func expired(what string, limit time.Duration) *schemas.Error {
	return &schemas.Error{Code: schemas.CodeTimeout, Message: fmt.Sprintf("the worker did not finish the %s within %v", what, limit)}
}
