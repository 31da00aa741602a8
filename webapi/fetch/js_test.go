package fetch_test

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/abort"
	"asterism/webapi/blob"
	"asterism/webapi/encoding"
	"asterism/webapi/events"
	"asterism/webapi/fetch"
	"asterism/webapi/formdata"
	"asterism/webapi/streams"
	"asterism/webapi/weburl"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) { jstest.Run(t, jstest.Config{Install: install}, scripts) }

func install(r *js.Realm) { installWith(r, testHost{}) }

func installWith(r *js.Realm, h fetch.Host) {
	events.Install(r)
	abort.Install(r)
	streams.Install(r)
	blob.Install(r)
	formdata.Install(r)
	encoding.Install(r)
	weburl.Install(r)
	r.Lazy("whole", func() goja.Value {
		return r.Function(js.Function{Name: "whole", Length: 1, Call: func(c js.Call) goja.Value { return whole(c) }})
	})
	fetch.Install(r, h, fetch.Options{BaseURL: "https://example.com/dir/sw.js", BodyLimit: 1 << 20})
}

// testHost answers by path: /echo with the request, /hang never, /slow in
// pieces that never end, /fail not at all.
type testHost struct{}

func (testHost) Fetch(ctx context.Context, q *fetch.Request) (*fetch.Response, error) {
	path := strings.TrimPrefix(q.URL, "https://example.com")
	response := &fetch.Response{Type: "basic", URLs: []string{q.URL}, Status: 200, StatusText: "OK", Headers: fetch.NewHeaders(fetch.GuardNone)}
	switch path {
	case "/hang":
		<-ctx.Done()
		return nil, ctx.Err()
	case "/late":
		r, w := io.Pipe()
		go func() {
			select {
			case <-ctx.Done():
				w.CloseWithError(ctx.Err())
			case <-time.After(time.Second):
				w.Write([]byte("late"))
				w.Close()
			}
		}()
		response.Body = &fetch.Body{Stream: r, Length: -1}
	case "/slow":
		r, w := io.Pipe()
		go func() {
			if _, err := w.Write([]byte("first")); err == nil {
				<-ctx.Done()
				w.CloseWithError(ctx.Err())
			}
		}()
		response.Body = &fetch.Body{Stream: r, Length: -1}
	case "/filtered/basic", "/filtered/opaque", "/filtered/opaqueredirect":
		response.Type = path[len("/filtered/"):]
		if response.Type != "basic" {
			response.Status = 203
		}
		response.Headers.Add("X-A", "b")
		response.Headers.Add("Set-Cookie", "c=d")
		response.Body = &fetch.Body{Bytes: []byte("hidden")}
	case "/fail":
		return nil, &fetch.NetworkError{Reason: "connection refused"}
	case "/huge":
		response.Body = &fetch.Body{Stream: io.NopCloser(bytes.NewReader(make([]byte, 2<<20))), Length: -1}
	default:
		response.Headers.Add("X-Method", q.Method)
		for name, value := range q.Headers.All() {
			response.Headers.Add("X-Sent-"+name, value)
		}
		var data []byte
		if q.Body != nil {
			data = q.Body.Bytes
			if q.Body.Stream != nil {
				var err error
				if data, err = io.ReadAll(q.Body.Stream); err != nil {
					return nil, err
				}
			}
		}
		response.Body = &fetch.Body{Stream: io.NopCloser(bytes.NewReader(data)), Length: int64(len(data))}
	}
	return response, nil
}

// whole says what a worker would pass on of a response.
func whole(c js.Call) goja.Value {
	p, err := fetch.TakeResponse(c.Realm, c.Arg(0))
	if err != nil {
		c.Throw(c.TypeError("%s", err.Error()))
	}
	value, _ := p.Headers.Get("x-a")
	return c.VM.ToValue(fmt.Sprint(p.Status, " ", value, " ", string(p.Body.Bytes)))
}
