package scripthost

import (
	"context"
	"errors"
	"strings"

	"asterism/schemas"
	"asterism/webapi/csp"
)

// refusal says that a policy keeps a document out of a frame.
type refusal struct{ reason string }

func (r *refusal) Error() string { return r.reason }

// framable asks the container's policies about the URL of a frame's document, which
// first was redirected to where they differ. From any goroutine. A nil container, of what
// is in no frame, allows all.
//
// https://w3c.github.io/webappsec-csp/#directive-frame-src
func (d *document) framable(url, first string) error {
	if d == nil {
		return nil
	}
	v := d.held().csp.Request(csp.Request{URL: url, Destination: "iframe", Redirected: url != first})
	if v == nil {
		return nil
	}
	v.Blocked = withoutFragment(first)
	d.violated(v)
	return &refusal{v.Error()}
}

// embeddable asks a response whether it may be shown below documents of these
// origins, the nearest first; origin is its own.
//
// https://w3c.github.io/webappsec-csp/#frame-ancestors-navigation-response
func embeddable(p *policies, headers schemas.HeaderBlock, origin string, ancestors []string) error {
	if v := p.csp.Ancestors(ancestors); v != nil {
		return &refusal{v.Error()}
	}
	if !p.csp.Has("frame-ancestors") && !frameOptions(headers, origin, ancestors) {
		return &refusal{"its X-Frame-Options does not allow it in a frame here"}
	}
	return nil
}

// frameOptions is what X-Frame-Options says.
//
// https://html.spec.whatwg.org/#check-a-navigation-response's-adherence-to-x-frame-options, 3 to 9
func frameOptions(headers schemas.HeaderBlock, origin string, ancestors []string) bool {
	values := map[string]bool{}
	for name, raw := range headers.All() {
		if !strings.EqualFold(name, "x-frame-options") {
			continue
		}
		for value := range strings.SplitSeq(raw, ",") {
			values[strings.ToLower(strings.Trim(value, " \t"))] = true
		}
	}
	switch {
	case len(values) > 1: // 5, 6
		return !values["deny"] && !values["allowall"] && !values["sameorigin"]
	case values["deny"]: // 7
		return false
	case values["sameorigin"]: // 8
		for _, a := range ancestors {
			if a != origin || a == "null" {
				return false
			}
		}
	}
	return true
}

// guarded is work, and what n becomes with it: where a policy refuses a frame's
// document, an empty one of an opaque origin is shown for it, and n fails once that
// has loaded.
//
// https://html.spec.whatwg.org/#attempt-to-populate-the-history-entry's-document, step 6
func (b *browsing) guarded(url string, n navigation, work func(context.Context) (*arrival, error)) (navigation, func(context.Context) (*arrival, error)) {
	if b.parent == nil {
		return n, work
	}
	blank := b.localArrival(url, nil)
	blank.sandbox = b.sandbox()
	var why error // written before the arrival is handed over
	told := n.loaded
	n.loaded = func(d *document) {
		switch {
		case why == nil && told != nil:
			told(d)
		case why != nil && n.failed != nil:
			n.failed(why)
		}
	}
	return n, func(ctx context.Context) (*arrival, error) {
		a, err := work(ctx)
		var no *refusal
		if !errors.As(err, &no) {
			return a, err
		}
		why = err
		b.page.say("error", url+" was not loaded: "+no.reason, "")
		return blank, b.page.s.enroll(ctx, blank)
	}
}

// settleBase looks whether the policies allow the first base element's URL, each
// time that it is another.
//
// https://html.spec.whatwg.org/#set-the-frozen-base-url
func (d *document) settleBase() {
	url := d.dom.SettleBase()
	if url == "" {
		return
	}
	scheme, _, _ := strings.Cut(url, ":")
	v := d.held().csp.Base(url)
	if v != nil {
		d.violated(v)
	}
	if v != nil || scheme == "data" || scheme == "javascript" {
		d.dom.BarBase()
	}
}
