package weburl

import "strings"

// The setters of the URL class. Input that does not fit is ignored, as the
// standard has it; only SetHref can fail.
//
// https://url.spec.whatwg.org/#dom-url-href

// SetHref replaces the whole URL. The error is an *Error.
func (u *URL) SetHref(s string) error {
	next, err := Parse(s)
	if err != nil {
		return err
	}
	*u = *next
	return nil
}

// SetProtocol sets the scheme: what follows the first colon is ignored.
func (u *URL) SetProtocol(s string) { u.parseInto(s+":", schemeStart) }

// SetUsername sets the user name.
func (u *URL) SetUsername(s string) {
	u.change(func(r *record) {
		if !r.fixed() {
			r.username = encode(s, setUserinfo)
		}
	})
}

// SetPassword sets the password.
func (u *URL) SetPassword(s string) {
	u.change(func(r *record) {
		if !r.fixed() {
			r.password = encode(s, setUserinfo)
		}
	})
}

// SetHost sets the host and, when given, the port.
func (u *URL) SetHost(s string) {
	if !u.OpaquePath() {
		u.parseInto(s, inHostState)
	}
}

// SetHostname sets the host.
func (u *URL) SetHostname(s string) {
	if !u.OpaquePath() {
		u.parseInto(s, inHostname)
	}
}

// SetPort sets the port; "" removes it.
func (u *URL) SetPort(s string) {
	u.change(func(r *record) {
		switch {
		case r.fixed():
		case s == "":
			r.port = ""
		default:
			parseInto(r, s, inPort)
		}
	})
}

// SetPathname sets the path.
func (u *URL) SetPathname(s string) {
	if u.OpaquePath() {
		return
	}
	u.change(func(r *record) {
		r.path = ""
		parseInto(r, s, pathStart)
	})
}

// SetSearch sets the query, with or without its "?"; "" removes it.
func (u *URL) SetSearch(s string) {
	u.change(func(r *record) {
		r.query, r.hasQuery = "", s != ""
		if r.hasQuery {
			parseInto(r, strings.TrimPrefix(s, "?"), inQueryState)
		}
	})
}

// SetHash sets the fragment, with or without its "#"; "" removes it.
func (u *URL) SetHash(s string) {
	u.change(func(r *record) {
		r.fragment, r.hasFragment = "", s != ""
		if r.hasFragment {
			parseInto(r, strings.TrimPrefix(s, "#"), inFragmentState)
		}
	})
}

// setQuery replaces the query by one that is serialized already: URLSearchParams'
// update steps. "" removes it.
func (u *URL) setQuery(q string) {
	u.change(func(r *record) { r.query, r.hasQuery = q, q != "" })
}

func (u *URL) parseInto(s string, override state) {
	u.change(func(r *record) { parseInto(r, validUTF8(s), override) })
}

// change takes the URL apart, changes it, and puts it together again.
func (u *URL) change(f func(*record)) {
	r := recordOf(u)
	f(r)
	r.build(u)
}
