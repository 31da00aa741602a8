package cachestorage

import (
	"bytes"
	"context"

	"asterism/schemas"
	"asterism/webapi/fetch"
)

// store keeps the body and makes it the entry's.
func (x *realm) store(ctx context.Context, e *schemas.CacheEntry, body *fetch.Body) error {
	if body == nil {
		return nil
	}
	stream := body.Stream
	if stream == nil && body.Open != nil {
		var err error
		if stream, err = body.Open(); err != nil {
			return err
		}
	}
	if stream == nil {
		return x.host.Keep(ctx, e, bytes.NewReader(body.Bytes))
	}
	defer stream.Close()
	defer context.AfterFunc(ctx, func() { stream.Close() })() // a Read under way ends
	return x.host.Keep(ctx, e, stream)
}

// load is the response of an entry, with its body; nil when the body is lost.
func (x *realm) load(ctx context.Context, e schemas.CacheEntry) (*fetch.Response, error) {
	if e.Response.Body.Kind != schemas.BodyStream {
		return inMemory(e), nil
	}
	stream, ok, err := x.host.Body(ctx, e)
	if !ok || err != nil {
		return nil, err
	}
	r := inMemory(e)
	r.Body = &fetch.Body{Stream: stream, Length: e.Response.Body.Length}
	return r, nil
}

// inMemory is the response of an entry whose body is not stored elsewhere.
func inMemory(e schemas.CacheEntry) *fetch.Response {
	r := &fetch.Response{
		Type: e.Response.Type, URLs: e.Response.URLs, Status: int(e.Response.Status),
		StatusText: e.Response.StatusText, Headers: headersOf(e.Response.Headers),
	}
	if e.Response.Body.Kind == schemas.BodyInline {
		r.Body = &fetch.Body{Bytes: e.Response.Body.Inline}
	}
	return r
}

// loadAll is the responses of entries, without those whose bodies are lost.
func (x *realm) loadAll(ctx context.Context, entries []schemas.CacheEntry) (all []*fetch.Response, err error) {
	defer func() {
		if err == nil {
			return
		}
		for _, r := range all {
			closeBody(r)
		}
	}()
	for _, e := range entries {
		r, err := x.load(ctx, e)
		if err != nil {
			return all, err
		}
		if r != nil {
			all = append(all, r)
		}
	}
	return all, nil
}

func closeBody(r *fetch.Response) {
	if r.Body != nil && r.Body.Stream != nil {
		_ = r.Body.Stream.Close()
	}
}
