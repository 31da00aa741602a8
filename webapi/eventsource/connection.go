package eventsource

import (
	"bytes"
	"context"
	"errors"
	"io"

	"asterism/webapi/fetch"
	"asterism/webapi/mimetype"
	"asterism/webapi/weburl"
)

// chunkSize is how much is read at once.
const chunkSize = 16 << 10

// connection is one fetch of a source and the reading of its stream, on a
// goroutine of its own.
type connection struct {
	s      *source
	ctx    context.Context
	cancel context.CancelFunc
	parser Parser
}

func (c *connection) run(host fetch.Host, q *fetch.Request) {
	defer func() {
		if recover() != nil { // the host's fault: not the process's end
			c.s.post(c.ctx, c.s.fail)
		}
	}()
	response, err := host.Fetch(c.ctx, q)
	var network *fetch.NetworkError
	if err != nil || response == nil || response.Type == "error" {
		if errors.As(err, &network) && network.Refused {
			c.s.post(c.ctx, c.s.fail)
		} else {
			c.s.post(c.ctx, c.s.reestablish)
		}
		return
	}
	body, err := reader(response.Body)
	if err == nil {
		defer body.Close()
		stop := context.AfterFunc(c.ctx, func() { body.Close() })
		defer stop()
	}
	if err != nil || !eventStream(response) { // 15.3
		c.s.post(c.ctx, c.s.fail)
		return
	}
	c.s.post(c.ctx, c.s.announce) // 15.4
	origin := originOf(response, q.URL)
	chunk := make([]byte, chunkSize)
	for {
		n, err := body.Read(chunk)
		if bad := c.feed(chunk[:n], origin); bad != nil {
			c.s.post(c.ctx, c.s.fail)
			return
		}
		if err != nil || c.ctx.Err() != nil {
			c.s.post(c.ctx, c.s.reestablish) // processEventSourceEndOfBody
			return
		}
	}
}

// feed parses some bytes, queues a task for each event, and waits until the loop
// has come to the last: a stream is not read ahead of its listeners.
func (c *connection) feed(chunk []byte, origin string) error {
	posted := 0
	before, idBefore := c.parser.Retry, c.parser.LastID
	err := c.parser.Feed(chunk, func(e Event) {
		posted++
		c.s.post(c.ctx, func() { c.s.message(e, origin) })
	})
	retry, id := c.parser.Retry, c.parser.LastID
	if posted == 0 && retry == before && bytes.Equal(id, idBefore) {
		return err
	}
	reached := make(chan struct{})
	if c.s.realm.Loop.Post(func() {
		defer close(reached)
		c.s.lastID = id
		if retry > 0 {
			c.s.retry = retry
		}
	}) {
		select {
		case <-reached:
		case <-c.ctx.Done():
		}
	}
	return err
}

// eventStream says whether a response is one.
func eventStream(r *fetch.Response) bool {
	if r.Status != 200 {
		return false
	}
	value, _ := r.Headers.Get("Content-Type")
	t, ok := mimetype.Parse(value)
	return ok && t.Essence() == "text/event-stream"
}

// reader is a body as a stream.
func reader(b *fetch.Body) (io.ReadCloser, error) {
	switch {
	case b == nil:
		return io.NopCloser(bytes.NewReader(nil)), nil
	case b.Stream != nil:
		return b.Stream, nil
	case b.Open != nil:
		return b.Open()
	}
	return io.NopCloser(bytes.NewReader(b.Bytes)), nil
}

// originOf is the origin of the response's final URL.
func originOf(r *fetch.Response, asked string) string {
	if n := len(r.URLs); n > 0 {
		asked = r.URLs[n-1]
	}
	u, err := weburl.Parse(asked)
	if err != nil {
		return "null"
	}
	return u.Origin()
}
