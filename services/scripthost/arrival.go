package scripthost

import (
	"context"
	"errors"
	"time"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/fetch"
	"asterism/webapi/weburl"
)

// arrival is a navigation's response with the client that is to show it.
type arrival struct {
	s           *Service
	client      schemas.Client
	inbox       *inbox
	status      int
	contentType string
	modified    string
	body        []byte
	referrer    string
	controller  *controller // nil: none
	policies    *policies   // nil: none
	sandbox     sandbox
	marks       marks
	kind        string // of the navigation: "reload", "back_forward"; "": another
	redirects   int
	post        *postResource // what was sent at last; nil: GET

	// Of local documents:
	initial           bool
	secure            bool   // a secure context whatever its URL says
	base, creationURL string // "": of the URL
}

// controller is the worker that controls a document.
type controller struct {
	scope  string
	worker schemas.Worker
}

// request performs a navigation's fetch for a reserved client, and enters the
// client in the registry. On an error nothing of it stays.
//
// https://html.spec.whatwg.org/#create-navigation-params-by-fetching
func (s *Service) request(ctx context.Context, j *journey) (_ *arrival, err error) {
	a := &arrival{s: s, referrer: j.referrer}
	defer func() {
		if err != nil && a.inbox != nil {
			a.inbox.stop()
		}
	}()
	a.marks.began = time.Now()
	reply, err := s.travel(ctx, a, j)
	if err != nil {
		return nil, asNetwork(err)
	}
	p := &reply.Response
	a.marks.response, a.marks.reply, a.redirects = time.Now(), reply, len(j.urls)
	switch {
	case j.reload:
		a.kind = "reload"
	case j.history:
		a.kind = "back_forward"
	}
	a.status = int(p.Status)
	a.contentType = mimeType(p.Headers)
	a.modified, _ = p.Headers.Get("Last-Modified")
	a.policies = policiesOf(p.Headers, originOf(j.url))
	if j.method == "POST" {
		a.post = &postResource{j.body, j.mediaType}
	}
	origin := originOf(j.url)
	a.sandbox = j.sandbox.and(a.policies.sandbox())
	if a.sandbox.opaque() {
		origin, reply.ControllerScope, reply.ControllerVersion = "null", "", ""
	}
	if j.container != nil {
		if err = embeddable(a.policies, p.Headers, origin, j.ancestors); err != nil {
			s.dropBody(ctx, p.Body)
			return nil, err
		}
	}
	if a.body, err = s.read(ctx, p.Body); err != nil {
		return nil, asNetwork(err)
	}
	a.marks.end, a.marks.size = time.Now(), len(a.body)
	a.client = s.newClient(a.client.ID, j.url, origin, j.frameType, j.focused)
	a.client.Ancestors = j.ancestors
	a.client.Created = time.Now().UTC()
	a.client.ControllerScope, a.client.ControllerVersion = reply.ControllerScope, reply.ControllerVersion
	if _, err = s.clients.Create(ctx, a.client.ID, a.client); err != nil {
		return nil, err
	}
	if reply.ControllerVersion != "" {
		s.settleController(ctx, a, reply.ControllerScope, reply.ControllerVersion)
	}
	return a, nil
}

// drop undoes a request whose document will not be.
func (a *arrival) drop() {
	if a == nil {
		return
	}
	a.inbox.stop()
	a.s.forget(a.client.ID)
}

// settleController finds the worker that a loader says controls the document.
// What the registry cannot tell (it is away) stays unknown. When another worker
// has become active since the loader looked, the client, which nobody could
// tell of it then, is controlled by that one.
func (s *Service) settleController(ctx context.Context, a *arrival, scope, version string) {
	c := &controller{scope: scope, worker: schemas.Worker{Version: version, State: schemas.StateActivated}}
	a.controller = c
	answer, err := bus.RegistryGet.Do(ctx, s.conn, nil, schemas.Lookup{Scope: scope})
	if err != nil {
		s.log.Warn("controller not looked up", "scope", scope, "error", err)
		return
	}
	for _, reg := range answer.Registrations {
		if reg.Active != nil {
			c.worker = *reg.Active
		}
	}
	if c.worker.Version == version {
		return
	}
	a.client.ControllerVersion = c.worker.Version
	_, err = s.clients.Modify(ctx, a.client.ID, func(e *schemas.Client) bool {
		if e.ControllerVersion != version {
			return false // somebody knew better meanwhile
		}
		e.ControllerVersion = c.worker.Version
		return true
	})
	if err != nil {
		s.log.Warn("controller not noted", "client", a.client.ID, "error", err)
	}
}

// forget removes a client from the registry.
func (s *Service) forget(id string) {
	ctx, cancel := context.WithTimeout(context.Background(), discardTimeout)
	defer cancel()
	if err := s.clients.Delete(ctx, id, 0); err != nil {
		s.log.Warn("client not removed, it will expire", "client", id, "error", err)
	}
}

// asNetwork is err for whoever asked over the bus.
func asNetwork(err error) error {
	var network *fetch.NetworkError
	if errors.As(err, &network) {
		return &schemas.Error{Code: schemas.CodeNetwork, Message: network.Reason}
	}
	return err
}

func originOf(url string) string {
	u, err := weburl.Parse(url)
	if err != nil {
		return "null"
	}
	return u.Origin()
}

// mimeType is the MIME type of a header, which may have several; "" for none.
//
// https://fetch.spec.whatwg.org/#concept-header-extract-mime-type
func mimeType(block schemas.HeaderBlock) string {
	t, ok := fetch.MIMEType(fetch.LazyHeaders(fetch.GuardImmutable, block.All()))
	if !ok {
		return ""
	}
	return t.String()
}
