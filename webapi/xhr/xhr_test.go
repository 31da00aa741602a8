package xhr_test

import (
	"context"
	"embed"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
	"go.uber.org/goleak"

	"asterism/js"
	"asterism/js/jstest"
	"asterism/webapi/abort"
	"asterism/webapi/blob"
	"asterism/webapi/dom"
	"asterism/webapi/encoding"
	"asterism/webapi/events"
	"asterism/webapi/fetch"
	"asterism/webapi/formdata"
	"asterism/webapi/streams"
	"asterism/webapi/weburl"
	"asterism/webapi/xhr"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

//go:embed testdata/*.js
var scripts embed.FS

func TestScripts(t *testing.T) {
	jstest.Run(t, jstest.Config{Install: func(r *js.Realm) {
		events.Install(r)
		abort.Install(r)
		streams.Install(r)
		blob.Install(r)
		formdata.Install(r)
		encoding.Install(r)
		weburl.Install(r)
		d := dom.NewDocument("https://a.example/dir/page", nil)
		dom.Install(r, d)
		r.Lazy("document", func() goja.Value { return dom.Wrap(r, &d.Node) })
		h := host{}
		fetch.Install(r, h, fetch.Options{BaseURL: d.URL})
		xhr.Install(r, xhr.Options{Host: h, BodyLimit: 1 << 20, Documents: documents{r}})
	}}, scripts)
}

// documents is xhr.Documents on package dom.
type documents struct{ r *js.Realm }

func (d documents) Parse(text, mime, url string) goja.Value {
	return dom.ParseDocument(d.r, text, mime, url)
}
func (d documents) Encoding(page []byte) string { return dom.PageEncoding(page) }
func (d documents) Serialize(v goja.Value) (string, string, bool) {
	return dom.SerializeDocument(d.r, v)
}

// host answers what a URL's query says: status, type, body, slow (seconds before
// the response), stall (no end); /echo gives the request back.
type host struct{}

func (host) Fetch(ctx context.Context, q *fetch.Request) (*fetch.Response, error) {
	u, err := weburl.Parse(q.URL)
	if err != nil {
		return nil, err
	}
	params := weburl.ParseForm(strings.TrimPrefix(u.Search(), "?"))
	get := func(name string) string {
		for _, p := range params {
			if p.Name == name {
				return p.Value
			}
		}
		return ""
	}
	if get("slow") != "" {
		seconds, _ := strconv.Atoi(get("slow"))
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Duration(seconds) * time.Second):
		}
	}
	if u.Pathname() == "/fail" {
		return nil, &fetch.NetworkError{Reason: "refused"}
	}
	p := &fetch.Response{Type: "basic", URLs: []string{q.URL, q.URL + "#end"}, Status: 200, StatusText: "OK", Headers: fetch.NewHeaders(fetch.GuardNone)}
	if s := get("status"); s != "" {
		p.Status, _ = strconv.Atoi(s)
	}
	if t := get("type"); t != "" {
		p.Headers.Add("Content-Type", t)
	}
	p.Headers.Add("X-b", "1")
	p.Headers.Add("x-B", "2")
	p.Headers.Add("Set-Cookie", "a=b")
	body := get("body")
	if u.Pathname() == "/echo" {
		body = q.Method + " " + q.Credentials + " " + strconv.FormatBool(q.Preflight)
		for name, value := range q.Headers.All() {
			body += "\n" + name + ": " + value
		}
		if q.Body != nil {
			body += "\n\n" + string(q.Body.Bytes)
		}
	}
	if u.Pathname() == "/null" {
		return p, nil
	}
	p.Headers.Add("Content-Length", strconv.Itoa(len(body)))
	var stream io.Reader = strings.NewReader(body)
	if get("stall") != "" {
		stream = io.MultiReader(stream, stalled{ctx})
	}
	if get("cut") != "" {
		stream = io.MultiReader(stream, cut{})
	}
	if get("huge") != "" {
		stream = io.LimitReader(zeros{}, 2<<20)
	}
	p.Body = &fetch.Body{Stream: io.NopCloser(stream), Length: -1}
	return p, nil
}

type stalled struct{ ctx context.Context }

func (s stalled) Read([]byte) (int, error) { <-s.ctx.Done(); return 0, s.ctx.Err() }

type cut struct{}

func (cut) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }
