package manager

import (
	"cmp"
	"time"

	"asterism/schemas"
	"asterism/webapi/performance"
)

// headersSize stands for the size of a response's headers.
//
// https://w3c.github.io/resource-timing/#dom-performanceresourcetiming-transfersize
const headersSize = 300

// timed queues the entry of a fetch of the worker's, which began at a moment and
// whose response has just come. A body that is a stream is not waited for: it may
// be passed on without being read here. From any goroutine.
//
// https://fetch.spec.whatwg.org/#finalize-and-report-timing
func (w *worker) timed(url, initiator string, began time.Time, p *schemas.Response) {
	came, size := time.Now(), len(p.Body.Inline)
	if p.Body.Kind == schemas.BodyStream {
		size = int(max(0, p.Body.Length))
	}
	same := originOf(url) == w.origin
	for _, hop := range p.URLs {
		same = same && originOf(hop) == w.origin
	}
	redirected, status := same && len(p.URLs) > 1, int(p.Status)
	w.loop.Post(w.guard(func() {
		at := func(t time.Time) float64 { return performance.Since(w.realm, t) }
		e := &performance.Resource{Initiator: cmp.Or(initiator, "fetch"), Fetch: at(began), ResponseEnd: at(came)}
		e.Name, e.Start, e.Duration = url, e.Fetch, e.ResponseEnd-e.Fetch
		if same {
			e.Domain, e.Connect, e.Secure, e.Request, e.ResponseStart = e.Fetch, e.Fetch, e.Fetch, e.Fetch, e.ResponseEnd
			e.Encoded, e.Decoded, e.Transfer, e.Status, e.Protocol = size, size, headersSize+size, status, "http/1.1"
		}
		if redirected {
			e.RedirectStart, e.RedirectEnd = e.Fetch, e.Fetch
		}
		performance.QueueResource(w.realm, e)
	}))
}
