package scripthost

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"asterism/schemas"
	"asterism/webapi/dom"
	"asterism/webapi/weburl"
)

// browsing is a browsing context: a place that shows one document at a time,
// the top of a page, a window that a script opened, or an iframe. Loop only.
type browsing struct {
	page   *page
	name   string
	parent *document // of the iframe element; nil at the top
	frame  *dom.Node // the iframe or frame element; nil at the top
	doc    *document // nil before the first, and at the end
	shown  *document // the last one there was
	opener *browsing // of a window that window.open made; nil: none, or it was let go
	// auxiliary: window.open made it.
	auxiliary, closing bool
	inherited          sandbox // of the document that opened the window
	history            history
	session            shelf // at the top: session storage

	attempt int // counts navigations, so that an overtaken one is dropped
	planned int // navigations that a task is posted for
	stop    context.CancelFunc
	release func() // lets the container's load event go on; may be nil
}

// navigation is how to navigate, and what to tell of it.
type navigation struct {
	from *document // whose script, link or form asks; nil: a user, or the container
	// Without from: the origin and the referrer, where another page asks.
	initiator, referrer string

	method          string // "": GET
	body            []byte // nil: none
	mediaType       string // of the body
	policy          string // referrer policy; "": the document's
	reload, history bool
	replace         bool // the current history entry
	entry           int  // with history: the entry that is to be shown

	markup *string // of an about:srcdoc document

	// Told on the loop: loaded after the load event, or failed. Either may be nil.
	loaded func(*document)
	failed func(error)
}

// navigate loads url into b. A later navigation overtakes it.
//
// https://html.spec.whatwg.org/#navigate
func (b *browsing) navigate(url string, n navigation) {
	scheme, rest, _ := strings.Cut(url, ":")
	if scheme == "javascript" {
		b.evaluate(rest, n)
		return
	}
	b.attempt++
	if b.stop != nil {
		b.stop()
	}
	switch scheme {
	case "http", "https":
		b.request(url, n)
	case "about", "blob", "data":
		b.local(url, n)
	default:
		b.failed(b.attempt, n, fmt.Errorf("%s was not loaded: there is nothing for %s: URLs", url, scheme))
	}
}

// failed tells of a navigation that nothing came of.
func (b *browsing) failed(attempt int, n navigation, err error) {
	if attempt != b.attempt {
		return
	}
	b.page.say("error", err.Error(), "")
	if n.failed != nil {
		n.failed(err)
	}
}

// request navigates over the network.
func (b *browsing) request(url string, n navigation) {
	j := &journey{
		url: url, method: n.method, body: n.body, mediaType: n.mediaType, policy: n.policy, reload: n.reload, history: n.history,
		container: b.parent, destination: b.destination(),
		ancestors: b.ancestors(), frameType: b.frameType(), focused: b.focused(), sandbox: b.sandbox(),
	}
	from := n.from
	if from == nil {
		from = b.initiator()
	}
	if from != nil {
		j.referrer, j.initiator = from.referrer("about:client"), from.origin
		j.policy = cmp.Or(n.policy, from.held().referrer)
	} else {
		j.referrer, j.initiator = n.referrer, n.initiator
	}
	if b.parent != nil && b.parent.insecure(url) { // https://w3c.github.io/webappsec-mixed-content/#should-block-fetch
		b.failed(b.attempt, n, fmt.Errorf("mixed content: %s was not loaded into a document that came over https", url))
		return
	}
	if b.doc != nil {
		j.replaces = b.doc.id
	}
	n, work := b.guarded(url, n, func(ctx context.Context) (*arrival, error) { return b.page.s.request(ctx, j) })
	b.bring(url, n, work)
}

// bring shows what work brings, unless it is overtaken.
func (b *browsing) bring(url string, n navigation, work func(context.Context) (*arrival, error)) {
	attempt := b.attempt
	fail := func(err error) { b.failed(attempt, n, fmt.Errorf("%s was not loaded: %w", url, err)) }
	if err := b.page.s.admit(); err != nil {
		fail(err)
		return
	}
	ctx, stop := context.WithCancel(b.page.ctx)
	b.stop = stop
	b.page.background(func(context.Context) {
		arrived, err := work(ctx)
		taken := make(chan struct{})
		posted := b.page.post(func() {
			close(taken)
			if err != nil || attempt != b.attempt {
				b.page.background(func(context.Context) { arrived.drop(); b.page.s.release() })
				fail(err)
				return
			}
			b.show(arrived, n)
		})
		if posted {
			select {
			case <-taken:
				return
			case <-b.page.loop.Done():
			}
			select {
			case <-taken:
				return
			default: // the loop ended before the task
			}
		}
		arrived.drop()
		b.page.s.release()
	})
}

// initiator is the document a navigation comes from when nobody says: the current
// one, or the iframe's container.
func (b *browsing) initiator() *document {
	if b.parent != nil {
		return b.parent
	}
	return b.doc
}

// ancestors is the origins of the documents that b is nested in, the nearest
// first.
func (b *browsing) ancestors() (origins []string) {
	for d := b.parent; d != nil; d = d.browsing.parent {
		origins = append(origins, d.origin)
	}
	return origins
}

// destination is that of the requests for b's pages.
func (b *browsing) destination() string {
	if b.parent != nil {
		return b.frame.Name()
	}
	return "document"
}

// frameType is the client's.
//
// https://w3c.github.io/ServiceWorker/#dom-client-frametype
func (b *browsing) frameType() string {
	switch {
	case b.parent != nil:
		return "nested"
	case b.auxiliary:
		return "auxiliary"
	}
	return "top-level"
}

// show makes what arrived the current document. The first one, if it may be seen
// by the scripts of the blank document before it, takes over that one's window.
//
// https://html.spec.whatwg.org/#initialise-the-document-object, 2 to 4
func (b *browsing) show(a *arrival, n navigation) {
	d := b.doc
	if d != nil && d.initial && a.client.Origin == d.origin && d.origin != "null" && a.sandbox == d.sandbox {
		d.become(a)
	} else {
		if d != nil {
			d.unload()
		}
		d = newDocument(b, a)
		b.doc, b.shown = d, d
	}
	b.history.arrived(d, n, a.post)
	d.begin(a, n)
}

// close unloads what b shows, for good.
func (b *browsing) close() {
	b.attempt++
	b.closing = true
	if b.stop != nil {
		b.stop()
	}
	if b.release != nil {
		b.release()
	}
	if b.doc != nil {
		b.doc.unload()
		b.doc = nil
	}
}

// document is the one with a client id, or the page's top-level one.
func (p *page) document(client string) *document {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d := p.open[client]; d != nil {
		return d
	}
	if p.top == nil {
		return nil
	}
	return p.top.doc
}

func withoutFragment(url string) string {
	u, err := weburl.Parse(url)
	if err != nil {
		return url
	}
	return u.WithoutFragment()
}

// newClient is the entry of a document to be.
func (s *Service) newClient(id, url, origin, frameType string, focused bool) schemas.Client {
	c := schemas.Client{ID: id, URL: url, Origin: origin, Type: "window", FrameType: frameType,
		Visibility: "visible", Focused: focused, Host: s.id}
	if focused {
		c.FocusedAt = time.Now().UTC()
	}
	return c
}
