package scripthost

import (
	"strings"

	"asterism/schemas"
)

// sandbox is what an iframe's sandbox attribute, or those around it, take away.
//
// https://html.spec.whatwg.org/#sandboxing
type sandbox struct {
	on                                             bool
	allowScripts, allowOrigin, allowPopups, escape bool
}

// opaque says that documents get an origin of their own.
func (s sandbox) opaque() bool { return s.on && !s.allowOrigin }

// scripts says whether scripts run.
func (s sandbox) scripts() bool { return !s.on || s.allowScripts }

// popups says whether windows may be opened.
func (s sandbox) popups() bool { return !s.on || s.allowPopups }

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
		allowPopups: s.allowPopups && o.allowPopups, escape: s.escape && o.escape}
}

// sandbox is what holds for a document that a navigation of b begun now will show.
func (b *browsing) sandbox() sandbox {
	var s sandbox
	if b.frame != nil {
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

// sandboxOf reads the sandbox directives of Content-Security-Policy headers.
//
// https://w3c.github.io/webappsec-csp/#directive-sandbox
func sandboxOf(headers schemas.HeaderBlock) (s sandbox) {
	for name, value := range headers.All() {
		if !strings.EqualFold(name, "Content-Security-Policy") {
			continue
		}
		for _, directive := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ';' }) {
			name, tokens, _ := strings.Cut(strings.TrimSpace(directive), " ")
			if strings.EqualFold(name, "sandbox") {
				s = s.and(parseSandbox(tokens))
			}
		}
	}
	return s
}
