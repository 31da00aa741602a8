package csp

import (
	"strings"

	"asterism/webapi/fetch"
	"asterism/webapi/weburl"
)

// Request is what a policy looks at of a request.
type Request struct {
	URL         string
	Destination string // as of Fetch; "" is fetch() and its like
	Nonce       string // of the element
	Integrity   string
	// ParserInserted: the element came from the parser, which 'strict-dynamic'
	// does not trust.
	ParserInserted bool
	// Redirected: URL is not the first one.
	Redirected bool
}

// Violation is what a policy does not allow.
type Violation struct {
	Directive string // the effective one, such as "img-src"
	Blocked   string // a URL, or "inline" or "eval"
	Policy    string // its text
	Sample    string
}

func (v *Violation) Error() string {
	return "the Content Security Policy does not allow it: " + v.Directive + " of \"" + v.Policy + "\""
}

// fallbacks is what to look for, in order, for a destination; the first is the
// effective directive.
//
// https://w3c.github.io/webappsec-csp/#effective-directive-for-a-request
// https://w3c.github.io/webappsec-csp/#directive-fallback-list
func fallbacks(destination string) []string {
	switch destination {
	case "", "json", "text":
		return []string{"connect-src", "default-src"}
	case "manifest":
		return []string{"manifest-src", "default-src"}
	case "object", "embed":
		return []string{"object-src", "default-src"}
	case "frame", "iframe":
		return []string{"frame-src", "child-src", "default-src"}
	case "audio", "track", "video":
		return []string{"media-src", "default-src"}
	case "font":
		return []string{"font-src", "default-src"}
	case "image":
		return []string{"img-src", "default-src"}
	case "style":
		return []string{"style-src-elem", "style-src", "default-src"}
	case "script", "xslt", "audioworklet", "paintworklet":
		return []string{"script-src-elem", "script-src", "default-src"}
	case "serviceworker", "sharedworker", "worker":
		return []string{"worker-src", "child-src", "script-src", "default-src"}
	}
	return nil
}

// Request says what forbids a request; nil: it may be made.
//
// https://w3c.github.io/webappsec-csp/#should-block-request
func (l List) Request(q Request) *Violation {
	names := fallbacks(q.Destination)
	if len(names) == 0 || len(l.Policies) == 0 {
		return nil
	}
	u, err := weburl.Parse(q.URL)
	if err != nil {
		return nil
	}
	for i := range l.Policies {
		p := &l.Policies[i]
		d := p.first(names...)
		if d == nil || d.allows(q, u, l.Self) {
			continue
		}
		return &Violation{Directive: names[0], Blocked: u.WithoutFragment(), Policy: p.Text}
	}
	return nil
}

// Chain is Request for each URL of a response's list.
//
// https://w3c.github.io/webappsec-csp/#should-block-response
func (l List) Chain(q Request, urls []string) *Violation {
	if len(l.Policies) == 0 {
		return nil
	}
	asked := q.URL
	for i, url := range urls {
		q.URL, q.Redirected = url, i > 0 || url != asked // another's answer is as a redirect's
		if v := l.Request(q); v != nil {
			v.Blocked = asked
			return v
		}
	}
	return nil
}

// allows is the pre-request check of a directive.
func (d *directive) allows(q Request, u *weburl.URL, self string) bool {
	switch q.Destination {
	case "script", "xslt", "audioworklet", "paintworklet", "serviceworker", "sharedworker", "worker":
		return d.allowsScript(q, u, self)
	case "style":
		if q.Nonce != "" && d.hasNonce(q.Nonce) {
			return true
		}
	}
	return d.matches(u, self, q.Redirected)
}

// allowsScript is https://w3c.github.io/webappsec-csp/#script-pre-request
func (d *directive) allowsScript(q Request, u *weburl.URL, self string) bool {
	if q.Destination == "script" {
		if q.Nonce != "" && d.hasNonce(q.Nonce) || d.hasIntegrity(q.Integrity) {
			return true
		}
		if d.has("'strict-dynamic'") {
			return !q.ParserInserted
		}
	}
	return d.matches(u, self, q.Redirected)
}

// has says whether a keyword is there.
func (d *directive) has(keyword string) bool {
	for _, v := range d.values {
		if strings.EqualFold(v, keyword) {
			return true
		}
	}
	return false
}

func (d *directive) hasNonce(nonce string) bool {
	for _, v := range d.values {
		if len(v) > 8 && strings.EqualFold(v[:7], "'nonce-") && v[len(v)-1] == '\'' && v[7:len(v)-1] == nonce {
			return true
		}
	}
	return false
}

// hasIntegrity: the hashes are all among those that integrity metadata names.
func (d *directive) hasIntegrity(metadata string) bool {
	any := false
	for item := range strings.FieldsSeq(metadata) {
		item, _, _ = strings.Cut(item, "?")
		if !hashKind(item) {
			continue
		}
		if any = true; !d.hasHash(item) {
			return false
		}
	}
	return any
}

func (d *directive) hasHash(item string) bool {
	for _, v := range d.values {
		if len(v) > 2 && v[0] == '\'' && v[len(v)-1] == '\'' && sameHash(v[1:len(v)-1], item) {
			return true
		}
	}
	return false
}

// hashesMatch says whether a text is what one of the hashes says.
func (d *directive) hashesMatch(text string) bool {
	for _, v := range d.values {
		if len(v) > 2 && v[0] == '\'' && v[len(v)-1] == '\'' && hashKind(v[1:len(v)-1]) && fetch.Matches([]byte(text), v[1:len(v)-1]) {
			return true
		}
	}
	return false
}

func hashKind(s string) bool {
	kind, _, ok := strings.Cut(strings.ToLower(s), "-")
	return ok && (kind == "sha256" || kind == "sha384" || kind == "sha512")
}

func sameHash(a, b string) bool {
	kindA, a, _ := strings.Cut(a, "-")
	kindB, b, _ := strings.Cut(b, "-")
	plain := strings.NewReplacer("-", "+", "_", "/")
	return strings.EqualFold(kindA, kindB) && plain.Replace(a) == plain.Replace(b)
}
