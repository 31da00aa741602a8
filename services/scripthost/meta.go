package scripthost

import (
	"strconv"
	"strings"
	"time"

	"asterism/webapi/csp"
	"asterism/webapi/dom"
	"asterism/webapi/fetch"
)

// meta does what a meta element in the document says.
//
// https://html.spec.whatwg.org/#pragma-directives
// https://html.spec.whatwg.org/#meta-referrer
func (d *document) meta(n *dom.Node) {
	content, ok := n.Attr("content")
	if !ok {
		return
	}
	switch pragma := strings.ToLower(n.AttrOr("http-equiv")); {
	case pragma == "content-security-policy" && d.dom.Head() != nil && d.dom.Head().Contains(n):
		now := *d.held()
		more := csp.ParseMeta(d.origin, content)
		now.csp.Self = d.origin
		now.csp.Policies = append(now.csp.Policies[:len(now.csp.Policies):len(now.csp.Policies)], more.Policies...)
		d.obey(&now)
	case pragma == "refresh":
		d.refresh(content)
	case strings.EqualFold(n.AttrOr("name"), "referrer"):
		value := strings.ToLower(strings.TrimSpace(content))
		if legacy, ok := legacyReferrer[value]; ok {
			value = legacy
		}
		if policy := fetch.ParseReferrerPolicy(value); policy != "" {
			now := *d.held()
			now.referrer = policy
			d.policies.Store(&now)
		}
	}
}

// legacyReferrer are the values that a meta element may have besides.
var legacyReferrer = map[string]string{
	"never": "no-referrer", "default": "strict-origin-when-cross-origin", "always": "unsafe-url",
	"origin-when-crossorigin": "origin-when-cross-origin",
}

// refresh is https://html.spec.whatwg.org/#shared-declarative-refresh-steps
func (d *document) refresh(content string) {
	delay, rest := content, ""
	if i := strings.IndexAny(content, ";,"); i >= 0 {
		delay, rest = content[:i], strings.TrimSpace(content[i+1:])
	}
	whole, _, _ := strings.Cut(strings.TrimSpace(delay), ".")
	seconds, err := strconv.Atoi(whole)
	if err != nil || seconds < 0 || seconds > 1<<20 {
		return
	}
	url := d.dom.URL
	if rest != "" {
		if name, value, ok := strings.Cut(rest, "="); ok && strings.EqualFold(strings.TrimSpace(name), "url") {
			rest = strings.Trim(strings.TrimSpace(value), `"'`)
		}
		if url, err = d.dom.ResolveURL(rest); err != nil {
			return
		}
	}
	d.loop.Schedule(time.Duration(seconds)*time.Second, func() {
		if !d.over() {
			d.Navigate(url)
		}
	})
}
