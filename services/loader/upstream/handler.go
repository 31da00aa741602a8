package upstream

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
)

// handlerTransport performs requests by calling a handler, as if there were a
// connection between.
type handlerTransport struct{ handler http.Handler }

// RoundTrip returns when the handler has written its header; the body comes as
// it is written. Closing the body ends the handler's writes with an error.
func (t handlerTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	body, pipe := io.Pipe()
	w := &pipeWriter{header: http.Header{}, pipe: pipe, head: r.Method == http.MethodHead, ready: make(chan struct{})}
	go func() {
		var failure error
		defer func() {
			if p := recover(); p != nil {
				failure = fmt.Errorf("the handler stopped: %v", p)
			}
			w.WriteHeader(http.StatusOK)
			pipe.CloseWithError(failure) // nil: EOF
			if r.Body != nil {
				r.Body.Close()
			}
		}()
		t.handler.ServeHTTP(w, r)
	}()
	select {
	case <-w.ready:
	case <-r.Context().Done():
		body.CloseWithError(r.Context().Err())
		return nil, r.Context().Err()
	}
	resp := &http.Response{
		Status: strconv.Itoa(w.status) + " " + http.StatusText(w.status), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: body, ContentLength: -1, Request: r,
	}
	if n, err := strconv.ParseInt(w.sent.Get("Content-Length"), 10, 64); err == nil && n >= 0 {
		resp.ContentLength = n
	}
	return resp, nil
}

// pipeWriter is the handler's end.
type pipeWriter struct {
	header http.Header
	pipe   *io.PipeWriter
	head   bool
	once   sync.Once
	ready  chan struct{} // closed once status and sent are set
	status int
	sent   http.Header
}

func (w *pipeWriter) Header() http.Header { return w.header }

func (w *pipeWriter) WriteHeader(status int) {
	if status < 200 {
		return
	}
	w.once.Do(func() {
		w.status, w.sent = status, w.header.Clone()
		close(w.ready)
	})
}

func (w *pipeWriter) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	if w.head {
		return len(p), nil
	}
	return w.pipe.Write(p)
}
