package loader

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"

	"asterism/bus"
	"asterism/schemas"
	"asterism/services/loader/hygiene"
)

// smallBody is the size up to which net/http counts a body by itself.
const smallBody = 2048

// responder writes workers' responses to clients.
type responder struct {
	conn    *bus.Conn
	buffers sync.Pool // of *[]byte
}

// errBroken: the status line is out but the body is not whole; the client's
// connection must end.
var errBroken = errors.New("the response's body broke off")

// write writes a custom response. A *schemas.Error means that nothing was
// written yet; errBroken, that the rest will not come.
func (p *responder) write(ctx context.Context, w http.ResponseWriter, method string, resp *schemas.Response) error {
	status := int(resp.Status)
	if !sendable(resp) {
		return &schemas.Error{Code: schemas.CodeBadMessage, Message: fmt.Sprintf("its response has the status %d and the type %q, which cannot be sent", status, resp.Type)}
	}
	h := w.Header()
	h["Content-Type"] = nil // no sniffing: nil keeps net/http from making one up
	length, _ := hygiene.ReadResponse(h, resp.Headers)
	bare := method == http.MethodHead || status == 204 || status == 205 || status == 304
	switch resp.Body.Kind {
	case schemas.BodyStream:
		return p.stream(ctx, w, status, bare, method == http.MethodHead, &resp.Body)
	case schemas.BodyInline:
		if n := len(resp.Body.Inline); n > smallBody && !bare || n > 0 && method == http.MethodHead {
			h["Content-Length"] = []string{strconv.Itoa(n)}
		}
		w.WriteHeader(status)
		if !bare {
			_, _ = w.Write(resp.Body.Inline) // an error means that the client is gone
		}
	default:
		if n := announced(length); n >= 0 && method == http.MethodHead {
			h["Content-Length"] = []string{strconv.FormatInt(n, 10)}
		}
		w.WriteHeader(status)
	}
	return nil
}

// sendable says whether a worker's response can be written at all.
func sendable(resp *schemas.Response) bool {
	return resp.Status >= 200 && resp.Status <= 599 && resp.Type != "error"
}

// announced is the number of a Content-Length field, -1 when there is none.
func announced(length string) int64 {
	n, err := strconv.ParseUint(length, 10, 63)
	if err != nil {
		return -1
	}
	return int64(n)
}

// stream writes a body as it comes.
func (p *responder) stream(ctx context.Context, w http.ResponseWriter, status int, bare, head bool, body *schemas.Body) error {
	r, err := p.conn.OpenBody(ctx, body.Stream)
	if err != nil {
		return public(err)
	}
	defer r.Close()
	if body.Length >= 0 && (!bare || head) {
		w.Header()["Content-Length"] = []string{strconv.FormatInt(body.Length, 10)}
	}
	w.WriteHeader(status)
	if bare {
		return nil
	}
	rc := http.NewResponseController(w)
	_ = rc.Flush() // the first byte may take its time
	buf := p.borrow()
	defer p.buffers.Put(buf)
	for left := body.Length; ; {
		n, err := r.Read(*buf)
		if n > 0 {
			if _, err := w.Write((*buf)[:n]); err != nil {
				return errBroken
			}
			left -= int64(n)
		}
		switch {
		case err == io.EOF && left > 0 && body.Length >= 0:
			return errBroken // shorter than announced
		case err == io.EOF:
			return nil
		case err != nil:
			return errBroken
		}
		if rc.Flush() != nil {
			return errBroken
		}
	}
}

func (p *responder) borrow() *[]byte {
	if b, ok := p.buffers.Get().(*[]byte); ok {
		return b
	}
	b := make([]byte, 64<<10)
	return &b
}
