package cachestorage

import (
	"bytes"
	"context"
	"io"

	"asterism/schemas"
	"asterism/webapi/fetch"
)

// store keeps the body and names it in the entry.
func (x *realm) store(ctx context.Context, e *schemas.CacheEntry, body *fetch.Body) error {
	if body == nil {
		return nil
	}
	data, err := read(body)
	if err != nil {
		return err
	}
	e.Size = int64(len(data))
	e.Body, err = x.host.PutBody(ctx, data)
	return err
}

// read is the whole body.
func read(body *fetch.Body) ([]byte, error) {
	stream := body.Stream
	if stream == nil && body.Open != nil {
		var err error
		if stream, err = body.Open(); err != nil {
			return nil, err
		}
	}
	if stream == nil {
		return body.Bytes, nil
	}
	defer stream.Close()
	var data bytes.Buffer
	_, err := io.Copy(&data, stream)
	return data.Bytes(), err
}

// load is the response of an entry, with its body.
func (x *realm) load(ctx context.Context, e schemas.CacheEntry) (*fetch.Response, error) {
	r := &fetch.Response{
		Type: e.Type, URLs: e.URLs, Status: e.Status, StatusText: e.StatusText, Headers: headersOf(e.Headers),
	}
	if e.Body == "" {
		return r, nil
	}
	data, err := x.host.Body(ctx, e.Body)
	if err != nil {
		return nil, err
	}
	r.Body = &fetch.Body{Bytes: data}
	return r, nil
}
