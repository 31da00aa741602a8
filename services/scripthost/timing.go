package scripthost

import (
	"cmp"
	"io"
	"strings"
	"sync"
	"time"

	"asterism/schemas"
	"asterism/webapi/events"
	"asterism/webapi/fetch"
	"asterism/webapi/performance"
)

// marks are the moments of one fetch or navigation.
type marks struct {
	began    time.Time // of the first hop
	hop      time.Time // of the last one
	response time.Time // its headers were there
	end      time.Time // its body was
	reply    schemas.NetReply
	size     int // of the body, in bytes
}

// headersSize stands for the size of a response's headers.
//
// https://w3c.github.io/resource-timing/#dom-performanceresourcetiming-transfersize
const headersSize = 300

// fill makes a resource's entry of the moments; open: the timing allow check
// passes.
//
// https://w3c.github.io/resource-timing/#marking-resource-timing
func (e *environment) fill(into *performance.Resource, m *marks, open bool) {
	at := func(t time.Time) float64 { return performance.Since(e.realm, t) }
	into.Start, into.ResponseEnd = at(m.began), at(m.end)
	into.Fetch = at(m.hop)
	timing := m.reply.Timing
	if started := moment(timing.Started, m.hop, m.response); !started.IsZero() {
		into.Worker = at(started)
		into.Fetch = max(into.Worker, at(moment(timing.Dispatched, started, m.response)))
	}
	into.Duration = into.ResponseEnd - into.Start
	into.RouterEvaluation = at(moment(timing.Routed, m.hop, m.response))
	into.CacheLookup = at(moment(timing.Looked, m.hop, m.response))
	into.MatchedRouterSource, into.FinalRouterSource = timing.Matched, timing.Final
	if !open {
		return
	}
	p := &m.reply.Response
	into.Domain, into.Connect, into.Request = into.Fetch, into.Fetch, into.Fetch
	into.Secure = into.Fetch
	into.ResponseStart = max(into.Fetch, at(m.response))
	into.Encoded, into.Decoded, into.Status = m.size, m.size, int(p.Status)
	into.ContentType = contentType(p)
	switch m.reply.By {
	case schemas.ByWorker, schemas.ByCache:
	case "http-cache":
		into.Delivery = "cache"
	default:
		into.Protocol, into.Transfer = "http/1.1", headersSize+m.size
	}
}

// moment is a time in nanoseconds since 1970 by another machine's clock, within
// bounds of ours; zero for none.
func moment(nanoseconds int64, from, to time.Time) time.Time {
	if nanoseconds == 0 {
		return time.Time{}
	}
	t := time.Unix(0, nanoseconds)
	switch {
	case t.Before(from):
		return from
	case t.After(to):
		return to
	}
	return t
}

func contentType(p *schemas.Response) string {
	value, _ := p.Headers.Get("Content-Type")
	return essence(value)
}

// measured is the body of a response whose entry is queued once it has ended.
// From any goroutine.
//
// https://fetch.spec.whatwg.org/#finalize-and-report-timing
func (e *environment) measured(q *fetch.Request, m *marks, body *fetch.Body) *fetch.Body {
	report := func(size int) {
		m.end, m.size = time.Now(), size
		e.post(func() {
			if e.self.over() {
				return
			}
			entry := &performance.Resource{Initiator: cmp.Or(q.Initiator, "fetch")}
			entry.Name = q.URL
			e.fill(entry, m, e.timingAllowed(q, &m.reply.Response))
			if originOf(q.URL) != e.origin {
				entry.Encoded, entry.Decoded = 0, 0
			}
			if entry.Request > 0 && len(m.reply.Response.URLs) > 1 && m.reply.By != schemas.ByWorker {
				entry.RedirectStart, entry.RedirectEnd = entry.Fetch, entry.Fetch
			}
			performance.QueueResource(e.realm, entry)
		})
	}
	if body == nil || body.Open == nil {
		size := 0
		if body != nil {
			size = len(body.Bytes)
		}
		report(size)
		return body
	}
	counted := *body
	open := body.Open
	counted.Open = func() (io.ReadCloser, error) {
		r, err := open()
		if err != nil {
			report(0)
			return nil, err
		}
		return &countedBody{ReadCloser: r, ended: report}, nil
	}
	return &counted
}

// timingAllowed is https://fetch.spec.whatwg.org/#concept-tao-check
func (e *environment) timingAllowed(q *fetch.Request, p *schemas.Response) bool {
	if originOf(q.URL) == e.origin {
		same := true
		for _, url := range p.URLs {
			same = same && originOf(url) == e.origin
		}
		if same || len(p.URLs) > 0 && p.URLs[0] != q.URL { // a worker's own answer
			return true
		}
	}
	value, _ := p.Headers.Get("Timing-Allow-Origin")
	for allowed := range strings.SplitSeq(value, ",") {
		if allowed = strings.TrimSpace(allowed); allowed == "*" || allowed == e.origin {
			return true
		}
	}
	return false
}

// countedBody tells once how long a body was when it has ended.
type countedBody struct {
	io.ReadCloser
	n     int
	once  sync.Once
	ended func(size int)
}

func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.n += n; err != nil {
		b.once.Do(func() { b.ended(b.n) })
	}
	return n, err
}

func (b *countedBody) Close() error {
	err := b.ReadCloser.Close()
	b.once.Do(func() { b.ended(b.n) })
	return err
}

// timed begins the document's own entry, and its time.
//
// https://w3c.github.io/navigation-timing/#dfn-create-the-navigation-timing-entry
func (d *document) timed(a *arrival) {
	if a.marks.began.IsZero() {
		return
	}
	events.SetTimeOrigin(d.realm, a.marks.began)
	n := &performance.Navigation{Kind: cmp.Or(a.kind, "navigate"), Redirects: a.redirects}
	n.Name, n.Type, n.Initiator = withoutFragment(d.dom.URL), "navigation", "navigation"
	d.fill(&n.Resource, &a.marks, true)
	n.Duration = 0
	if a.redirects > 0 {
		n.RedirectEnd = performance.Since(d.realm, a.marks.hop)
	}
	d.loading.entry = n
	performance.Queue(d.realm, performance.NavigationClass, n)
}

// reach notes that the document has come to a point of its loading.
func (d *document) reach(note func(n *performance.Navigation, now float64)) {
	if n := d.loading.entry; n != nil {
		note(n, performance.Since(d.realm, time.Now()))
	}
}
