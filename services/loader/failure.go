package loader

import (
	"context"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"

	"asterism/schemas"
	"asterism/services/loader/egress"
)

// failure answers with the loader's own words: see the package's list. Of the
// fields set so far only Connection stays: see lease.answered.
func failure(w http.ResponseWriter, status int, code schemas.Code, reason string) {
	h := w.Header()
	maps.DeleteFunc(h, func(name string, _ []string) bool { return name != "Connection" })
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("Asterism-Error", string(code))
	if status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "1")
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, strconv.Itoa(status)+": "+reason+"\n")
}

// workerFailure answers for a worker that gave no usable response.
func workerFailure(w http.ResponseWriter, scope string, e *schemas.Error) {
	status := http.StatusBadGateway
	switch e.Code {
	case schemas.CodeTimeout:
		status = http.StatusGatewayTimeout
	case schemas.CodeBusy:
		status = http.StatusServiceUnavailable
	}
	var b strings.Builder
	b.WriteString("the service worker of ")
	b.WriteString(scope)
	b.WriteString(" did not answer this request: ")
	b.WriteString(e.Message)
	if e.Ref != "" {
		b.WriteString(" (the log has more under ")
		b.WriteString(e.Ref)
		b.WriteByte(')')
	}
	failure(w, status, e.Code, b.String())
}

// public is err as something safe to show.
func public(err error) *schemas.Error {
	if e, ok := errors.AsType[*schemas.Error](err); ok {
		return e
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &schemas.Error{Code: schemas.CodeTimeout, Message: "it took longer than allowed"}
	}
	if errors.Is(err, context.Canceled) {
		return &schemas.Error{Code: schemas.CodeAborted, Message: "it was given up"}
	}
	return &schemas.Error{Code: schemas.CodeInternal, Message: "the bus failed"}
}

// networkError says why an HTTP exchange with host failed before a response
// came, in words that can be shown: no addresses but those asked for.
func networkError(host string, err error) *schemas.Error {
	if e, ok := errors.AsType[*schemas.Error](err); ok {
		return e
	}
	if refused, ok := errors.AsType[*egress.Refused](err); ok {
		return &schemas.Error{Code: schemas.CodeRefused, Message: refused.Error(), Exception: "TypeError"}
	}
	e := &schemas.Error{Code: schemas.CodeNetwork, Exception: "TypeError"}
	var dns *net.DNSError
	var timeout net.Error
	var op *net.OpError
	switch {
	case errors.Is(err, context.Canceled):
		e.Code, e.Message = schemas.CodeAborted, "the fetch was given up"
	case errors.As(err, &dns):
		e.Message = "the name of " + host + " does not resolve"
	case errors.As(err, &timeout) && timeout.Timeout() || errors.Is(err, context.DeadlineExceeded):
		e.Code, e.Message = schemas.CodeTimeout, host+" did not answer in time"
	case errors.As(err, &op) && op.Op == "dial":
		e.Message = host + " cannot be reached: " + root(err)
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		e.Message = host + " closed the connection before its response was complete"
	case strings.Contains(err.Error(), "tls: ") || strings.Contains(err.Error(), "x509: "):
		e.Message = "no safe connection to " + host + ": " + root(err)
	case strings.Contains(err.Error(), "malformed") || strings.Contains(err.Error(), "http2: "):
		e.Message = host + " does not speak proper HTTP"
	case strings.Contains(err.Error(), "exceeded"):
		e.Message = host + " sent a header that is too large"
	default:
		e.Message = host + " broke off the exchange"
	}
	return e
}

// root is the innermost error's text, such as "connection refused".
func root(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}
