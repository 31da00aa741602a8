package constellation

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/weburl"
)

// response is a script as it was fetched.
type response struct {
	redirected bool // to somewhere else, and not followed
	status     uint16
	headers    schemas.HeaderBlock
	body       []byte
}

// ok is true for an ok status.
func (r *response) ok() bool { return r.status >= 200 && r.status <= 299 }

// networkError is a fetch that failed, with a reason for people.
type networkError struct{ reason string }

func (e *networkError) Error() string { return e.reason }

// fetch gets a script through a loader. The error is a *networkError, or one of
// the bus when no loader can be asked.
func (s *Service) fetch(ctx context.Context, origin string, request schemas.Request) (*response, error) {
	ctx, cancel := context.WithTimeout(ctx, s.cfg.FetchTimeout)
	defer cancel()
	ask := schemas.NetRequest{ID: bus.NewID(), Origin: origin, ServiceWorkers: "none", Request: request}
	answered := false
	defer func() {
		if !answered {
			_ = bus.NetAbort.Publish(s.conn, nil, schemas.Abort{ID: ask.ID, Reason: "the constellation gave up"})
		}
	}()
	reply, err := s.askLoader(ctx, ask)
	if err != nil {
		return nil, unreachable(request.URL, err)
	}
	answered = true
	if reply.Error.Code != "" {
		return nil, &networkError{fmt.Sprintf("%s could not be fetched: %s", request.URL, reply.Error.Message)}
	}
	if reply.Response.Type == "error" {
		return nil, &networkError{request.URL + " could not be fetched"}
	}
	body, err := s.read(ctx, request.URL, reply.Response.Body)
	if err != nil {
		return nil, err
	}
	return &response{redirected: reply.Response.Type == "opaqueredirect", status: reply.Response.Status, headers: reply.Response.Headers, body: body}, nil
}

// loaderPause is how long to wait before looking for a loader again.
const loaderPause = 100 * time.Millisecond

// askLoader waits a while for a loader when none runs: services start in any
// order.
func (s *Service) askLoader(ctx context.Context, ask schemas.NetRequest) (schemas.NetReply, error) {
	giveUp := time.NewTimer(s.cfg.LoaderWait)
	defer giveUp.Stop()
	for {
		reply, err := bus.Net.Do(ctx, s.conn, nil, ask)
		if !errors.Is(err, bus.ErrNoResponders) {
			return reply, err
		}
		select {
		case <-time.After(loaderPause):
		case <-giveUp.C:
			return reply, err
		case <-ctx.Done():
			return reply, err
		}
	}
}

// unreachable sorts the errors of asking a loader.
func unreachable(url string, err error) error {
	if errors.Is(err, bus.ErrNoResponders) {
		return &networkError{fmt.Sprintf("%s could not be fetched: no loader is running (start one with asterism loader)", url)}
	}
	if e, ok := errors.AsType[*schemas.Error](err); ok {
		return &networkError{fmt.Sprintf("%s could not be fetched: %s", url, e.Message)}
	}
	return err
}

// read reads a body whole, up to the limit.
func (s *Service) read(ctx context.Context, url string, body schemas.Body) ([]byte, error) {
	tooLarge := &networkError{fmt.Sprintf("%s is larger than the %d bytes CONSTELLATION_MAX_SCRIPT allows", url, s.cfg.MaxScript)}
	switch body.Kind {
	case schemas.BodyInline:
		if int64(len(body.Inline)) > s.cfg.MaxScript {
			return nil, tooLarge
		}
		return bytes.Clone(body.Inline), nil
	case schemas.BodyStream:
		stream, err := s.conn.OpenBody(ctx, body.Stream)
		if err != nil {
			return nil, &networkError{fmt.Sprintf("the body of %s could not be read: %v", url, err)}
		}
		defer stream.Close()
		data, err := io.ReadAll(io.LimitReader(stream, s.cfg.MaxScript+1))
		if err != nil {
			return nil, &networkError{fmt.Sprintf("the body of %s broke off: %v", url, err)}
		}
		if int64(len(data)) > s.cfg.MaxScript {
			return nil, tooLarge
		}
		return data, nil
	}
	return nil, nil
}

// mainRequest is the request for a worker's main script.
//
// https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-classic-worker-script
func (j *job) mainRequest(cache string) schemas.Request {
	var headers schemas.HeaderBlock
	headers.Append("Accept", "*/*")
	headers.Append("Service-Worker", "script")
	credentials := "same-origin"
	if workerType(j.WorkerType) == "module" { // fetch a module worker script graph
		credentials = "omit"
	}
	return schemas.Request{
		Method: "GET", URL: j.script.Href(), Headers: headers, Mode: "same-origin", Credentials: credentials,
		Cache: cache, Redirect: "manual", Destination: "serviceworker", Referrer: j.Referrer,
	}
}

// importRequest is the request for an imported script or module.
func (j *job) importRequest(url, cache string) schemas.Request {
	mode, credentials := "no-cors", "same-origin"
	if workerType(j.WorkerType) == "module" {
		mode, credentials = "cors", "omit"
	} else if u, err := weburl.Parse(url); err == nil && !weburl.SameOrigin(u, j.script) {
		credentials = "include"
	}
	var headers schemas.HeaderBlock
	headers.Append("Accept", "*/*")
	return schemas.Request{
		Method: "GET", URL: url, Headers: headers, Mode: mode, Credentials: credentials,
		Cache: cache, Redirect: "follow", Destination: "script", Referrer: j.script.Href(),
	}
}
