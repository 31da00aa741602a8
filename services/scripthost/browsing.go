package scripthost

import (
	"context"
	"fmt"
	"strings"

	"asterism/schemas"
	"asterism/webapi/dom"
	"asterism/webapi/weburl"
)

// browsing is a browsing context: a place that shows one document at a time,
// the top of a page or an iframe. Loop only.
type browsing struct {
	page   *page
	parent *document // of the iframe element; nil at the top
	frame  *dom.Node // the iframe element; nil at the top
	doc    *document // nil before the first, and at the end
	shown  *document // the last one there was
	opener *browsing // of a window that window.open made; nil: none, or it was let go

	attempt int // counts navigations, so that an overtaken one is dropped
	stop    context.CancelFunc
	release func() // lets the container's load event go on; may be nil
}

// navigation is what a navigation tells, on the loop: loaded after the load
// event, or failed. Either may be nil.
type navigation struct {
	loaded func(*document)
	failed func(error)
}

// navigate loads url into b. A later navigation overtakes it.
//
// https://html.spec.whatwg.org/#navigate, as far as an ordinary GET goes.
func (b *browsing) navigate(url string, n navigation) {
	b.attempt++
	if b.stop != nil {
		b.stop()
	}
	if strings.HasPrefix(url, "javascript:") {
		return
	}
	attempt := b.attempt
	fail := func(err error) {
		if attempt != b.attempt {
			return
		}
		b.page.say("error", fmt.Sprintf("%s was not loaded: %v", url, err), "")
		if n.failed != nil {
			n.failed(err)
		}
	}
	if b.parent != nil && !strings.HasPrefix(url, "http:") && !strings.HasPrefix(url, "https:") {
		b.blank(url, n)
		return
	}
	if err := b.page.s.admit(); err != nil {
		fail(err)
		return
	}
	j := &journey{url: url, nested: b.parent != nil, ancestors: b.ancestors()}
	if from := b.initiator(); from != nil {
		j.referrer, j.initiator = withoutFragment(from.dom.URL), from.origin
	}
	if b.doc != nil {
		j.replaces = b.doc.id
	}
	ctx, stop := context.WithCancel(b.page.ctx)
	b.stop = stop
	b.page.background(func(context.Context) {
		arrived, err := b.page.s.request(ctx, j)
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

// initiator is the document a navigation comes from: the current one, or the
// iframe's container.
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

// show makes what arrived the current document.
func (b *browsing) show(a *arrival, n navigation) {
	if b.doc != nil {
		b.doc.unload()
	}
	d := newDocument(b, a)
	b.doc, b.shown = d, d
	d.begin(a, n)
}

// close unloads what b shows.
func (b *browsing) close() {
	b.attempt++
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

// closeFor is window.close() called by a script of from.
//
// https://html.spec.whatwg.org/#dom-window-close
func (b *browsing) closeFor(*document) {
	if b.parent == nil {
		b.page.discard(errClosed)
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
func (s *Service) newClient(id, url, origin string, nested bool) schemas.Client {
	frame := "top-level"
	if nested {
		frame = "nested"
	}
	return schemas.Client{ID: id, URL: url, Origin: origin, Type: "window", FrameType: frame,
		Visibility: "visible", Focused: !nested, Host: s.id}
}
