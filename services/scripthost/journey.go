package scripthost

import (
	"cmp"
	"context"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/fetch"
)

// journey is a navigation on its way through redirects. Every hop is a request
// of its own with the redirect mode "manual", for which the loader finds the
// worker anew: so each worker on the way sees the navigation, and the last one
// controls the document.
type journey struct {
	url       string // of the hop, at the end the document's
	method    string // "": GET
	body      []byte // nil: none
	mediaType string // of the body
	// referrer is a URL, "" for none; policy the initiator's referrer policy.
	referrer, policy string
	initiator        string    // origin; "": a user
	replaces         string    // id of the client that the document replaces
	container        *document // of the frame; nil: in none
	destination      string    // "document", "iframe" or "frame"
	frameType        string    // of the client
	focused          bool
	sandbox          sandbox
	reload, history  bool
	ancestors        []string // as in schemas.NetRequest

	urls []string // of the hops before
}

// travel makes the hops. The arrival gets a reserved client, a new one whenever
// a hop goes to another origin; reply is the last hop's.
//
// https://html.spec.whatwg.org/#create-navigation-params-by-fetching step 19
func (s *Service) travel(ctx context.Context, a *arrival, j *journey) (reply schemas.NetReply, err error) {
	for {
		if err := j.container.framable(j.url, append(j.urls, j.url)[0]); err != nil { // as 19.5 would
			return reply, err
		}
		if len(j.urls) == 0 || originOf(j.url) != originOf(j.urls[len(j.urls)-1]) { // 19.1, 19.2
			if err := s.reserve(a); err != nil {
				return reply, err
			}
		}
		q, err := j.netRequest(ctx, s, a.client.ID)
		if err != nil {
			return reply, err
		}
		a.marks.hop = time.Now()
		if reply, err = s.net(ctx, q); err != nil { // 19.5
			return reply, err
		}
		if reply.Next.URL == "" { // 19.8
			return reply, nil
		}
		s.dropBody(ctx, reply.Response.Body)
		j.hop(reply.Next) // 19.14
	}
}

// reserve gives the arrival the id of a client to be.
func (s *Service) reserve(a *arrival) (err error) {
	if a.inbox != nil {
		a.inbox.stop()
	}
	a.client.ID = bus.NewID()
	// Subscribed before anyone can send anything to the id.
	a.inbox, err = s.newInbox(a.client.ID)
	return err
}

// netRequest is the hop's request.
func (j *journey) netRequest(ctx context.Context, s *Service, reserved string) (schemas.NetRequest, error) {
	var headers schemas.HeaderBlock
	headers.Append("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
	headers.Append("Upgrade-Insecure-Requests", "1") // https://w3c.github.io/webappsec-upgrade-insecure-requests/#preference
	q := schemas.Request{
		Method: cmp.Or(j.method, "GET"), URL: j.url, Mode: "navigate", Credentials: "include", Redirect: "manual", Destination: j.destination,
		Referrer: j.referrer, ReferrerPolicy: j.policy, Reload: j.reload, History: j.history,
	}
	if j.reload {
		q.Cache = "no-cache"
	}
	if j.body != nil {
		var err error
		if q.Body, err = s.offer(ctx, &fetch.Body{Bytes: j.body}); err != nil {
			return schemas.NetRequest{}, err
		}
		if j.mediaType != "" {
			headers.Append("Content-Type", j.mediaType)
		}
	}
	q.Headers = headers
	workers := "all"
	if j.sandbox.opaque() { // the document will have an origin of its own
		workers = "none"
	}
	return schemas.NetRequest{
		ID: bus.NewID(), Origin: j.initiator, ServiceWorkers: workers, ReservedClientID: reserved, ReplacesClientID: j.replaces,
		URLs: j.urls, Ancestors: j.ancestors, Request: q,
	}, nil
}

// hop goes on to where a redirect points.
func (j *journey) hop(to schemas.Redirect) {
	j.urls = append(j.urls, j.url)
	j.url = to.URL
	if to.Method != cmp.Or(j.method, "GET") {
		j.method, j.body, j.mediaType = to.Method, nil, ""
	}
	if to.ReferrerPolicy != "" {
		j.policy = to.ReferrerPolicy
	}
}
