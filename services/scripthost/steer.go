package scripthost

import (
	"context"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/weburl"
)

// steer answers bus.Steer: WindowClient.navigate, or focus when there is no URL.
//
// https://w3c.github.io/ServiceWorker/#client-navigate
// https://w3c.github.io/ServiceWorker/#client-focus
func (p *page) steer(ctx context.Context, q schemas.SteerClient) (schemas.SteeredClient, error) {
	if q.URL == "" && !p.s.gestured(q.Activated) {
		return schemas.SteeredClient{}, errNoGesture("focus()")
	}
	type outcome struct {
		client *schemas.Client
		err    error
	}
	done := make(chan outcome, 1)
	tell := func(d *document, err error) {
		if err != nil {
			done <- outcome{err: err}
			return
		}
		done <- outcome{client: d.windowFor(q.Origin)}
	}
	posted := p.post(func() {
		d := p.document(q.Client)
		switch c := (*controller)(nil); {
		case d == nil || d.id != q.Client || d.over(): // navigate, 7.2
			tell(nil, gone())
		case q.URL == "":
			d.browsing.Focus() // focus, 4.1
			tell(d, nil)
		default:
			if c = d.controller.Load(); c == nil || c.scope != q.Scope || c.worker.Version != q.Version { // navigate, 4
				tell(nil, &schemas.Error{Code: schemas.CodeRefused, Exception: "TypeError", Message: "navigate(): this worker does not control the client"})
				return
			}
			if u, err := weburl.Parse(q.URL); err != nil || !u.HTTP() && u.Scheme() != "blob" && u.Scheme() != "data" {
				tell(nil, &schemas.Error{Code: schemas.CodeRefused, Exception: "TypeError", Message: "navigate(): " + q.URL + " cannot be shown"})
				return
			}
			d.browsing.navigate(q.URL, navigation{ // 7.3
				loaded: func(d *document) { tell(d, nil) },
				failed: func(err error) {
					tell(nil, &schemas.Error{Code: schemas.CodeNetwork, Exception: "TypeError", Message: "navigate(): " + err.Error()})
				},
			})
		}
	})
	if !posted {
		return schemas.SteeredClient{}, gone()
	}
	select {
	case o := <-done:
		return schemas.SteeredClient{Client: o.client}, o.err
	case <-ctx.Done():
		return schemas.SteeredClient{}, gone()
	}
}

func gone() error {
	return &schemas.Error{Code: schemas.CodeLost, Exception: "TypeError", Message: "the client's document is not active any more"}
}

// windowFor is the document's client as a worker of origin may see it; nil for
// another origin's.
func (d *document) windowFor(origin string) *schemas.Client {
	if d.origin != origin || d.id == "" {
		return nil
	}
	c := d.record()
	c.URL, c.Focused = d.creationURL, d.browsing.focused()
	return &c
}

// openWindow answers bus.OpenWindow: Clients.openWindow opens a page of its own.
//
// https://w3c.github.io/ServiceWorker/#clients-openwindow
func (s *Service) openWindow(ctx context.Context, q schemas.OpenWindow, _ bus.Params) (schemas.SteeredClient, error) {
	if !s.gestured(q.Activated) { // 4
		return schemas.SteeredClient{}, errNoGesture("openWindow()")
	}
	opened, err := s.open(ctx, schemas.OpenDocument{URL: q.URL}, nil)
	if err != nil {
		return schemas.SteeredClient{}, err
	}
	s.mu.Lock()
	p := s.byClient[opened.Client]
	s.mu.Unlock()
	if p == nil {
		return schemas.SteeredClient{}, gone()
	}
	done := make(chan *schemas.Client, 1)
	if !p.post(func() {
		if d := p.document(opened.Client); d != nil {
			done <- d.windowFor(q.Origin)
			return
		}
		done <- nil
	}) {
		return schemas.SteeredClient{}, gone()
	}
	select {
	case c := <-done:
		return schemas.SteeredClient{Client: c}, nil
	case <-p.done:
		return schemas.SteeredClient{}, gone()
	case <-ctx.Done():
		return schemas.SteeredClient{}, ctx.Err()
	}
}

// gestured says whether a worker may open and focus windows: SCRIPTHOST_WINDOWS.
func (s *Service) gestured(activated bool) bool {
	return s.cfg.Windows == "always" || s.cfg.Windows == "gesture" && activated
}

func errNoGesture(what string) error {
	return &schemas.Error{Code: schemas.CodeRefused, Exception: "InvalidAccessError",
		Message: what + " needs a click on a notification, or SCRIPTHOST_WINDOWS=always: documents on a server have no user"}
}
