package manager

import (
	"asterism/webapi/csp"
	"asterism/webapi/events"
	"asterism/webapi/fetch"
	"asterism/webapi/weburl"
	"strings"
)

// policy is the worker's policy container: what the response of its script said.
//
// https://html.spec.whatwg.org/#policy-container
type policy struct {
	csp      csp.List
	referrer string // referrer policy; "": the default
}

// Allow asks the policies before a fetch of the worker's; it implements fetch.Gate.
func (w *worker) Allow(q *fetch.Request) error {
	if q.ReferrerPolicy == "" {
		q.ReferrerPolicy = w.policy.referrer
	}
	if w.mixed(q.URL) {
		return &fetch.NetworkError{Reason: "mixed content: a worker that came over https: cannot load " + q.URL, Refused: true}
	}
	return w.judge(w.policy.csp.Request(csp.Request{URL: q.URL}))
}

// mixed says whether a URL is mixed content for the worker.
//
// https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
func (w *worker) mixed(url string) bool {
	if !strings.HasPrefix(url, "http:") || !strings.HasPrefix(w.origin, "https:") {
		return false
	}
	u, err := weburl.Parse(url)
	return err != nil || !weburl.Trustworthy(u)
}

// admit asks the policies about where a response came from, which answers a
// request for a destination ("" for fetch).
func (w *worker) admit(url, destination string, urls []string) error {
	return w.judge(w.policy.csp.Chain(csp.Request{URL: url, Destination: destination}, urls))
}

// judge makes an error of a violation and tells the script of it.
func (w *worker) judge(v *csp.Violation) error {
	if v == nil {
		return nil
	}
	w.violated(v)
	return &fetch.NetworkError{Reason: v.Error(), Refused: true}
}

// violated tells the log and the script of a violation. From any goroutine.
//
// https://w3c.github.io/webappsec-csp/#report-violation
func (w *worker) violated(v *csp.Violation) {
	w.print("error", v.Blocked+" was refused: "+v.Error(), "")
	w.loop.Post(w.guard(func() {
		event := csp.NewViolationEvent(v, w.self.ScriptURL, "", 200)
		if _, err := events.Fire(w.realm, w.scope, csp.ViolationEventClass, event); err != nil {
			w.loop.Stop(err)
		}
	}))
}

// obey bans what the policies forbid of the realm itself.
func (w *worker) obey() {
	if v := w.policy.csp.Eval(); v != nil {
		w.realm.BanEval(func() { w.violated(v) })
	}
}
