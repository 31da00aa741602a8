package manager

import (
	"context"
	"io"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/fetch"
)

// requestFrom makes the request of a frame. Headers are read, and the body is
// opened, when somebody looks at them.
func requestFrom(ctx context.Context, conn *bus.Conn, q *schemas.Request) *fetch.Request {
	return &fetch.Request{
		Method: q.Method, URL: q.URL,
		Headers: fetch.LazyHeaders(fetch.GuardImmutable, q.Headers.All()),
		Body:    bodyFrom(ctx, conn, q.Body),
		Mode:    q.Mode, Credentials: q.Credentials, Cache: q.Cache, Redirect: q.Redirect,
		Destination: q.Destination, Referrer: q.Referrer, ReferrerPolicy: q.ReferrerPolicy,
		Integrity: q.Integrity, Keepalive: q.Keepalive, Reload: q.Reload, History: q.History,
	}
}

// requestTo is the inverse, without the body.
func requestTo(q *fetch.Request) schemas.Request {
	return schemas.Request{
		Method: or(q.Method, "GET"), URL: q.URL, Headers: headersTo(nil, q.Headers),
		Mode: q.Mode, Credentials: q.Credentials, Cache: q.Cache, Redirect: q.Redirect,
		Destination: q.Destination, Referrer: q.Referrer, ReferrerPolicy: q.ReferrerPolicy,
		Integrity: q.Integrity, Keepalive: q.Keepalive, Reload: q.Reload, History: q.History,
	}
}

// responseFrom makes the response of a frame.
func responseFrom(ctx context.Context, conn *bus.Conn, p *schemas.Response) *fetch.Response {
	return &fetch.Response{
		Type: p.Type, URLs: p.URLs, Status: int(p.Status), StatusText: p.StatusText,
		Headers: fetch.LazyHeaders(fetch.GuardImmutable, p.Headers.All()),
		Body:    bodyFrom(ctx, conn, p.Body),
	}
}

// headersTo appends the fields of h to a block.
func headersTo(block schemas.HeaderBlock, h *fetch.Headers) schemas.HeaderBlock {
	for name, value := range h.All() {
		block.Append(name, value)
	}
	return block
}

// bodyFrom makes the body of a frame; a stream is opened at the first read, and
// ctx bounds the reading.
func bodyFrom(ctx context.Context, conn *bus.Conn, b schemas.Body) *fetch.Body {
	switch b.Kind {
	case schemas.BodyInline:
		return &fetch.Body{Bytes: b.Inline, Length: int64(len(b.Inline))}
	case schemas.BodyStream:
		return &fetch.Body{Ref: b.Stream, Length: b.Length, Open: func() (io.ReadCloser, error) {
			return conn.OpenBody(ctx, b.Stream)
		}}
	}
	return nil
}
