package scripthost

import (
	"strings"

	"asterism/schemas"
	"asterism/webapi/csp"
	"asterism/webapi/events"
	"asterism/webapi/fetch"
	"asterism/webapi/weburl"
)

// policies is a policy container: it is replaced, never changed. A nil one is empty.
//
// https://html.spec.whatwg.org/#policy-container
type policies struct {
	csp      csp.List
	referrer string // referrer policy; "": the default
}

// policiesOf reads a response's policies; self is the origin of its URL.
//
// https://html.spec.whatwg.org/#creating-a-policy-container-from-a-fetch-response
func policiesOf(headers schemas.HeaderBlock, self string) *policies {
	var security, referrer []string
	for name, value := range headers.All() {
		switch strings.ToLower(name) {
		case "content-security-policy":
			security = append(security, value)
		case "referrer-policy":
			referrer = append(referrer, value)
		}
	}
	return &policies{csp: csp.Parse(self, security...), referrer: fetch.ParseReferrerPolicy(referrer...)}
}

// held is the environment's policy container. From any goroutine.
func (e *environment) held() *policies {
	if p := e.policies.Load(); p != nil {
		return p
	}
	return &policies{}
}

// obey makes a policy container the environment's.
func (e *environment) obey(p *policies) {
	e.policies.Store(p)
	if p == nil {
		return
	}
	if v := p.csp.Eval(); v != nil {
		e.realm.BanEval(func() { e.violated(v) })
	}
}

// Allow asks the policies before a request is made, and upgrades or refuses mixed
// content; it implements fetch.Gate.
//
// https://fetch.spec.whatwg.org/#concept-main-fetch steps 3 to 7
func (e *environment) Allow(q *fetch.Request) error {
	held := e.held()
	if err := e.mixed(q); err != nil {
		return err
	}
	if v := held.csp.Request(cspRequest(q)); v != nil {
		e.violated(v)
		return &fetch.NetworkError{Reason: v.Error(), Refused: true}
	}
	if q.ReferrerPolicy == "" {
		q.ReferrerPolicy = held.referrer
	}
	return nil
}

// admit asks the policies about where a response came from.
//
// https://fetch.spec.whatwg.org/#concept-main-fetch step 19
func (e *environment) admit(q *fetch.Request, urls []string) error {
	if v := e.held().csp.Chain(cspRequest(q), urls); v != nil {
		e.violated(v)
		return &fetch.NetworkError{Reason: v.Error(), Refused: true}
	}
	for _, url := range urls {
		if e.insecure(url) {
			return &fetch.NetworkError{Reason: "it was redirected from https: to " + url, Refused: true}
		}
	}
	return nil
}

func cspRequest(q *fetch.Request) csp.Request {
	return csp.Request{URL: q.URL, Destination: q.Destination, Nonce: q.Nonce, Integrity: q.Integrity, ParserInserted: q.ParserInserted}
}

// mixed refuses what an https: document may not load over http:. Images, audio
// and video are asked for over https: instead.
//
// https://w3c.github.io/webappsec-mixed-content/#upgrade-algorithm
// https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
func (e *environment) mixed(q *fetch.Request) error {
	if !e.insecure(q.URL) {
		return nil
	}
	switch q.Destination {
	case "image", "audio", "video":
		u, err := weburl.Parse(q.URL)
		if err == nil && q.Mode != "cors" && q.Initiator != "imageset" && !isAddress(u.Hostname()) {
			u.SetProtocol("https")
			q.URL = u.Href()
			return nil
		}
	}
	return &fetch.NetworkError{Reason: "mixed content: a document that came over https: cannot load " + q.URL, Refused: true}
}

// insecure says whether a URL is mixed content for the environment.
func (e *environment) insecure(url string) bool {
	if !strings.HasPrefix(url, "http:") || !strings.HasPrefix(e.creationURL, "https:") {
		return false
	}
	u, err := weburl.Parse(url)
	return err != nil || !weburl.Trustworthy(u) && !e.s.secure(url)
}

// isAddress says whether a host is an IP address.
func isAddress(host string) bool {
	return strings.HasPrefix(host, "[") || strings.Trim(host, "0123456789.") == ""
}

// violated tells the console and scripts. From any goroutine.
//
// https://w3c.github.io/webappsec-csp/#report-violation
func (e *environment) violated(v *csp.Violation) {
	e.Console("error", v.Blocked+" was refused: "+v.Error(), "")
	e.post(func() {
		if e.self.over() {
			return
		}
		target, referrer, status := e.self.global(), "", 0
		if d, ok := e.self.(*document); ok {
			target, referrer, status = &d.dom.Node, d.dom.Referrer, d.status
		}
		event := csp.NewViolationEvent(v, e.creationURL, referrer, status)
		if _, err := events.Fire(e.realm, target, csp.ViolationEventClass, event); err != nil {
			e.fatal(err)
		}
	})
}
