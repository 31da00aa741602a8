package loader

import (
	"io"
	"net/http"
	"testing"

	"asterism/schemas"
)

// BenchmarkHello is the front door and back: HTTP over loopback, the bus in this
// process, a manager that answers at once.
func BenchmarkHello(b *testing.B) {
	w := start(b, nil)
	scope := w.register("/", "v1", nil)
	headers := headerBlock("content-type", "text/plain;charset=UTF-8")
	w.manage("m", func(e *event) {
		e.reply(schemas.FetchReply{Outcome: schemas.FetchResponse, Response: schemas.Response{
			Status: 200, Headers: headers, Body: schemas.Body{Kind: schemas.BodyInline, Inline: []byte("hello /")},
		}})
	}).runs(scope, "v1")
	w.client.Transport.(*http.Transport).MaxIdleConnsPerHost = 64
	b.ReportAllocs()
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			resp, err := w.client.Get(w.origin + "/")
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
	})
}

// BenchmarkFront leaves out HTTP: the handler, the bus and back.
func BenchmarkFront(b *testing.B) {
	w := start(b, nil)
	scope := w.register("/", "v1", nil)
	headers := headerBlock("content-type", "text/plain;charset=UTF-8")
	w.manage("m", func(e *event) {
		e.reply(schemas.FetchReply{Outcome: schemas.FetchResponse, Response: schemas.Response{
			Status: 200, Headers: headers, Body: schemas.Body{Kind: schemas.BodyInline, Inline: []byte("hello /")},
		}})
	}).runs(scope, "v1")
	r, _ := http.NewRequest("GET", w.origin+"/", nil)
	r.RequestURI = "/"
	r.Body = http.NoBody
	r.Header = http.Header{"User-Agent": {"bench"}, "Accept": {"*/*"}, "Accept-Encoding": {"gzip"}}
	b.ReportAllocs()
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		d := &discard{h: http.Header{}}
		for pb.Next() {
			clear(d.h)
			w.loader.front.ServeHTTP(d, r)
		}
	})
}

type discard struct{ h http.Header }

func (d *discard) Header() http.Header         { return d.h }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}
