package scripthost

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/dop251/goja"

	"asterism/webapi/dataurl"
)

// Local documents come from no server: about:blank, about:srcdoc, blob: and data:.
// But for data: they have the origin of the document that made them, and its
// controller.
//
// https://w3c.github.io/ServiceWorker/#control-and-use-window-client
// https://html.spec.whatwg.org/#navigate-fragid, the navigations that fetch nothing

// local shows what a local URL stands for.
func (b *browsing) local(url string, n navigation) {
	creator := n.from
	if creator == nil {
		creator = b.initiator()
	}
	a := b.localArrival(url, creator)
	a.sandbox = b.sandbox()
	switch {
	case n.markup != nil:
		a.body = []byte(*n.markup)
	case strings.HasPrefix(url, "data:"):
		kind, body, ok := dataurl.Process(url)
		if !ok {
			b.failed(b.attempt, n, errors.New("a data: URL does not parse"))
			return
		}
		a.contentType, a.body = kind.String(), body
	case strings.HasPrefix(url, "blob:"):
		blob, ok := b.page.s.blobs.Resolve(a.client.Origin, url)
		if !ok {
			b.failed(b.attempt, n, errors.New(url+" was not loaded: no blob has this URL"))
			return
		}
		a.contentType, a.body = blob.Type, blob.Bytes
	}
	if a.sandbox.opaque() {
		a.client.Origin, a.controller = "null", nil
	}
	container := b.parent
	if strings.HasPrefix(url, "about:") {
		container = nil // what it shows is the container's own
	}
	n, work := b.guarded(url, n, func(ctx context.Context) (*arrival, error) {
		if err := container.framable(url, url); err != nil {
			return nil, err
		}
		if err := b.page.s.enroll(ctx, a); err != nil {
			return nil, err
		}
		return a, nil
	})
	b.bring(url, n, work)
}

// localArrival is an empty document that creator makes.
func (b *browsing) localArrival(url string, creator *document) *arrival {
	a := &arrival{s: b.page.s, status: 200, contentType: "text/html; charset=utf-8"}
	a.client = b.page.s.newClient("", url, "null", b.frameType(), b.focused())
	a.client.Created = time.Now().UTC()
	if creator == nil {
		return a
	}
	a.referrer = creator.referrer("about:client")
	if strings.HasPrefix(url, "data:") { // as browsers have it, no secure context
		return a
	}
	a.secure = creator.isSecure()
	a.client.Origin, a.controller = creator.origin, creator.controller.Load()
	a.policies = creator.policies.Load()
	if strings.HasPrefix(url, "about:") {
		a.base, a.creationURL = creator.dom.Base(), creator.creationURL
	}
	return a
}

// enroll makes an arrival a client: it gets an id, an inbox, and an entry.
func (s *Service) enroll(ctx context.Context, a *arrival) error {
	if err := s.reserve(a); err != nil {
		return err
	}
	if c := a.controller; c != nil {
		a.client.ControllerScope, a.client.ControllerVersion = c.scope, c.worker.Version
	}
	if _, err := s.clients.Create(ctx, a.client.ID, a.client); err != nil {
		a.inbox.stop()
		return err
	}
	return nil
}

// begin shows the document that a browsing context begins with, at once. It is no
// client yet: most are replaced soon, see stay. One that cannot be had leaves b
// without.
//
// https://html.spec.whatwg.org/#creating-a-new-browsing-context
func (b *browsing) begin(creator *document) {
	if err := b.page.s.admit(); err != nil {
		b.page.say("error", err.Error(), "")
		return
	}
	b.page.locals++
	a := b.localArrival("about:blank", creator)
	a.initial, a.sandbox = true, b.sandbox()
	if a.sandbox.opaque() {
		a.client.Origin, a.controller = "null", nil
	}
	d := newDocument(b, a)
	b.doc, b.shown = d, d
	b.history.arrived(d, navigation{}, nil)
	d.begin(a, navigation{})
}

// stay makes the document that b began with a client: it is not replaced.
func (b *browsing) stay(n navigation) {
	b.attempt++
	attempt, d := b.attempt, b.doc
	b.page.background(func(ctx context.Context) {
		a := &arrival{s: b.page.s, client: d.client, controller: d.controller.Load()}
		err := b.page.s.enroll(ctx, a)
		posted := b.page.post(func() {
			if err != nil || attempt != b.attempt || d.over() {
				if err == nil {
					b.page.background(func(context.Context) { a.drop() })
				}
				b.failed(attempt, n, errors.Join(errors.New("about:blank is no client"), err))
				return
			}
			d.settled(a)
			if n.loaded != nil && b.planned == 0 { // the page to come has its own
				n.loaded(d)
			}
		})
		if !posted && err == nil {
			a.drop()
		}
	})
}

// evaluate is a navigation to a javascript: URL: a string that the script gives is
// shown as a page.
//
// https://html.spec.whatwg.org/#evaluate-a-javascript:-url
func (b *browsing) evaluate(source string, n navigation) {
	d := b.doc
	from := n.from
	if from == nil {
		from = b.initiator()
	}
	if d == nil || from == nil || !from.sees(d) || !d.sandbox.scripts() {
		return
	}
	b.page.post(func() {
		if d.over() {
			return
		}
		program, err := compile(d.dom.URL, dataurl.Decode(source))
		if err != nil {
			d.uncaught(d.realm.SyntaxErrorValue("%s", err.Error()), false)
			return
		}
		v, err := d.realm.Run(program)
		if err != nil {
			d.thrown(err)
			return
		}
		if !d.over() && goja.IsString(v) {
			text := v.String()
			n.markup, n.from = &text, d
			b.attempt++
			b.local("about:blank", n)
		} else if n.loaded != nil && !d.over() {
			n.loaded(d)
		}
	})
}

// settled makes a document that stays a client.
func (d *document) settled(a *arrival) {
	d.page.locals-- // its place is released with the client
	d.initial = false
	d.id, d.inbox, d.client = a.client.ID, a.inbox, a.client
	d.register()
	if d.container != nil {
		d.container.parsed()
	}
}
