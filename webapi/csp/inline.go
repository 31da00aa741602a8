package csp

import (
	"strings"

	"asterism/webapi/weburl"
)

// Inline is something that runs, or styles, without having been fetched.
type Inline struct {
	Kind   string // "script", "script attribute", "navigation", "style", "style attribute"
	Nonce  string
	Source string
	// ParserInserted as of [Request].
	ParserInserted bool
}

// directives of a kind of inline, the effective one first.
func (i *Inline) directives() []string {
	switch i.Kind {
	case "script", "navigation":
		return []string{"script-src-elem", "script-src", "default-src"}
	case "script attribute":
		return []string{"script-src-attr", "script-src", "default-src"}
	case "style":
		return []string{"style-src-elem", "style-src", "default-src"}
	}
	return []string{"style-src-attr", "style-src", "default-src"}
}

// Inline says what forbids it; nil: it may run.
//
// https://w3c.github.io/webappsec-csp/#should-block-inline
func (l List) Inline(i Inline) *Violation {
	names := i.directives()
	for n := range l.Policies {
		p := &l.Policies[n]
		if d := p.first(names...); d != nil && !d.allowsInline(&i) {
			return &Violation{Directive: names[0], Blocked: "inline", Policy: p.Text, Sample: d.sample(i.Source)}
		}
	}
	return nil
}

// allowsInline is https://w3c.github.io/webappsec-csp/#match-element-to-source-list
func (d *directive) allowsInline(i *Inline) bool {
	if d.allowsAllInline(i.Kind) { // 1
		return true
	}
	element := i.Kind == "script" || i.Kind == "style"
	if element && i.Nonce != "" && d.hasNonce(i.Nonce) { // 3
		return true
	}
	if element || d.has("'unsafe-hashes'") { // 4, 5
		if d.hashesMatch(i.Source) {
			return true
		}
	}
	return i.Kind == "script" && d.has("'strict-dynamic'") && !i.ParserInserted
}

// allowsAllInline is https://w3c.github.io/webappsec-csp/#allow-all-inline
func (d *directive) allowsAllInline(kind string) bool {
	all := false
	for _, v := range d.values {
		switch {
		case len(v) > 7 && strings.EqualFold(v[:7], "'nonce-"), len(v) > 2 && v[0] == '\'' && hashKind(v[1:]):
			return false
		case strings.EqualFold(v, "'strict-dynamic'") && kind != "style" && kind != "style attribute":
			return false
		}
		all = all || strings.EqualFold(v, "'unsafe-inline'")
	}
	return all
}

// sample is the beginning of a source, where the directive wants it reported.
func (d *directive) sample(source string) string {
	if !d.has("'report-sample'") {
		return ""
	}
	runes := []rune(source)
	return string(runes[:min(len(runes), 40)])
}

// Eval says what forbids eval and its like; nil: nothing does.
//
// https://w3c.github.io/webappsec-csp/#can-compile-strings
func (l List) Eval() *Violation {
	for i := range l.Policies {
		p := &l.Policies[i]
		if d := p.first("script-src", "default-src"); d != nil && !d.has("'unsafe-eval'") {
			return &Violation{Directive: "script-src", Blocked: "eval", Policy: p.Text}
		}
	}
	return nil
}

// Base says what forbids a base URL; nil: it may be used.
//
// https://w3c.github.io/webappsec-csp/#allow-base-for-document
func (l List) Base(url string) *Violation { return l.target("base-uri", url, false) }

// Form says what forbids a form to be submitted to a URL.
//
// https://w3c.github.io/webappsec-csp/#directive-form-action
func (l List) Form(url string, redirected bool) *Violation {
	return l.target("form-action", url, redirected)
}

func (l List) target(name, url string, redirected bool) *Violation {
	u, err := weburl.Parse(url)
	if err != nil {
		return nil
	}
	for i := range l.Policies {
		p := &l.Policies[i]
		if d := p.find(name); d != nil && !d.matches(u, l.Self, redirected) {
			return &Violation{Directive: name, Blocked: u.WithoutFragment(), Policy: p.Text}
		}
	}
	return nil
}

// Ancestors says what forbids a document in frames of these origins, the nearest
// first.
//
// https://w3c.github.io/webappsec-csp/#frame-ancestors-navigation-response
func (l List) Ancestors(origins []string) *Violation {
	for _, origin := range origins {
		url := origin + "/"
		if origin == "null" {
			url = "null:" // matches nothing
		}
		if v := l.target("frame-ancestors", url, false); v != nil {
			return v
		}
	}
	return nil
}
