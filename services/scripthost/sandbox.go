package scripthost

import "strings"

// sandbox is what an iframe's sandbox attribute, or those around it, take away.
//
// https://html.spec.whatwg.org/#sandboxing
type sandbox struct {
	on                                             bool
	allowScripts, allowOrigin, allowPopups, escape bool
	allowForms                                     bool
}

// opaque says that documents get an origin of their own.
func (s sandbox) opaque() bool { return s.on && !s.allowOrigin }

// scripts says whether scripts run.
func (s sandbox) scripts() bool { return !s.on || s.allowScripts }

// popups says whether windows may be opened.
func (s sandbox) popups() bool { return !s.on || s.allowPopups }

// forms says whether forms may be submitted.
func (s sandbox) forms() bool { return !s.on || s.allowForms }

// parseSandbox reads a sandbox attribute, or a sandbox directive.
//
// https://html.spec.whatwg.org/#parse-a-sandboxing-directive
func parseSandbox(tokens string) sandbox {
	s := sandbox{on: true}
	for _, token := range strings.Fields(strings.ToLower(tokens)) {
		switch token {
		case "allow-scripts":
			s.allowScripts = true
		case "allow-same-origin":
			s.allowOrigin = true
		case "allow-forms":
			s.allowForms = true
		case "allow-popups":
			s.allowPopups = true
		case "allow-popups-to-escape-sandbox":
			s.escape = true
		}
	}
	return s
}

// and is both together.
func (s sandbox) and(o sandbox) sandbox {
	switch {
	case !s.on:
		return o
	case !o.on:
		return s
	}
	return sandbox{on: true, allowScripts: s.allowScripts && o.allowScripts, allowOrigin: s.allowOrigin && o.allowOrigin,
		allowPopups: s.allowPopups && o.allowPopups, escape: s.escape && o.escape, allowForms: s.allowForms && o.allowForms}
}

// sandbox is what holds for a document that a navigation of b begun now will show.
func (b *browsing) sandbox() sandbox {
	var s sandbox
	if b.frame != nil && b.frame.Is("iframe") {
		if tokens, ok := b.frame.Attr("sandbox"); ok {
			s = parseSandbox(tokens)
		}
	}
	switch {
	case b.parent != nil:
		s = s.and(b.parent.sandbox)
	case b.inherited.on:
		s = b.inherited
	}
	return s
}

// sandbox is what the sandbox directives of a policy container ask for.
func (p *policies) sandbox() (s sandbox) {
	if p == nil {
		return s
	}
	for _, flags := range p.csp.Sandbox() {
		s = s.and(parseSandbox(strings.Join(flags, " ")))
	}
	return s
}
