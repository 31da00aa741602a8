package scripthost

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/fetch"
)

// Fetch performs a script's fetch(), offered to the controller first;
// it implements fetch.Host and runs on a goroutine of its own.
func (e *environment) Fetch(ctx context.Context, q *fetch.Request) (*fetch.Response, error) {
	s := e.s
	body, err := s.offer(e.ctx, q.Body)
	if err != nil {
		return nil, &fetch.NetworkError{Reason: "the request's body could not be sent"}
	}
	var headers schemas.HeaderBlock
	for name, value := range q.Headers.All() {
		headers.Append(name, value)
	}
	if !q.Headers.Has("Accept") { // https://fetch.spec.whatwg.org/#fetching step 13
		headers.Append("Accept", "*/*")
	}
	n := e.netRequest(schemas.Request{
		Method: cmp.Or(q.Method, "GET"), URL: q.URL, Headers: headers, Body: body,
		Mode: q.Mode, Credentials: q.Credentials, Cache: q.Cache, Redirect: q.Redirect,
		Destination: q.Destination, Referrer: e.referrer(q.Referrer), ReferrerPolicy: q.ReferrerPolicy,
		Integrity: q.Integrity, Keepalive: q.Keepalive, Preflight: q.Preflight,
	})
	if q.NoWorkers {
		n.ServiceWorkers = "none"
	}
	m := &marks{began: time.Now()}
	m.hop = m.began
	reply, err := s.net(e.activity.in(ctx), n)
	if err != nil {
		return nil, err
	}
	m.response, m.reply = time.Now(), reply
	p := &reply.Response
	if err := e.admit(q, p.URLs); err != nil {
		s.dropBody(ctx, p.Body)
		return nil, err
	}
	return &fetch.Response{
		Type: p.Type, URLs: p.URLs, Status: int(p.Status), StatusText: p.StatusText,
		Headers: fetch.LazyHeaders(fetch.GuardImmutable, p.Headers.All()),
		Body:    e.measured(q, m, e.body(p.Body)), ByWorker: reply.By == schemas.ByWorker,
	}, nil
}

// netRequest is a request this environment makes.
func (e *environment) netRequest(q schemas.Request) schemas.NetRequest {
	n := schemas.NetRequest{ID: bus.NewID(), Origin: e.origin, ClientID: e.id, ServiceWorkers: "all", Ancestors: e.ancestors, Request: q}
	if c := e.controller.Load(); c != nil {
		n.ControllerScope, n.ControllerVersion = c.scope, c.worker.Version
	}
	return n
}

// loadScript gets a script if the policies let it, from the controller first. A
// status that is not ok is an error.
//
// https://html.spec.whatwg.org/#fetching-scripts
func (e *environment) loadScript(ctx context.Context, q *fetch.Request) (*fetch.Response, []byte, error) {
	p, src, err := fetch.Load(ctx, e, q, int64(e.s.cfg.MaxBody))
	if err == nil && (p.Status < 200 || p.Status > 299) {
		err = fmt.Errorf("the answer is %d %s", p.Status, p.StatusText)
	}
	return p, src, err
}

// referrer resolves "about:client".
func (e *environment) referrer(r string) string {
	if r == "about:client" {
		r = e.creationURL
	}
	if !strings.HasPrefix(r, "http:") && !strings.HasPrefix(r, "https:") { // local documents have none of their own
		return ""
	}
	return r
}

func (e *environment) body(b schemas.Body) *fetch.Body {
	switch b.Kind {
	case schemas.BodyInline:
		return &fetch.Body{Bytes: b.Inline, Length: int64(len(b.Inline))}
	case schemas.BodyStream:
		return &fetch.Body{Ref: b.Stream, Length: b.Length, Open: func() (io.ReadCloser, error) {
			return e.s.conn.OpenBody(e.ctx, b.Stream)
		}}
	}
	return nil
}
