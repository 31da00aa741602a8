package weburl

import whatwg "github.com/nlnwa/whatwg-url/url"

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
func (u *URL) SetProtocol(s string) { u.change(func(l *whatwg.Url) { l.SetProtocol(s) }) }

// SetUsername sets the user name.
func (u *URL) SetUsername(s string) { u.change(func(l *whatwg.Url) { l.SetUsername(s) }) }

// SetPassword sets the password.
func (u *URL) SetPassword(s string) { u.change(func(l *whatwg.Url) { l.SetPassword(s) }) }

// SetHost sets the host and, when given, the port.
func (u *URL) SetHost(s string) { u.change(func(l *whatwg.Url) { l.SetHost(s) }) }

// SetHostname sets the host.
func (u *URL) SetHostname(s string) { u.change(func(l *whatwg.Url) { l.SetHostname(s) }) }

// SetPort sets the port; "" removes it.
func (u *URL) SetPort(s string) { u.change(func(l *whatwg.Url) { l.SetPort(s) }) }

// SetPathname sets the path.
func (u *URL) SetPathname(s string) { u.change(func(l *whatwg.Url) { l.SetPathname(s) }) }

// SetSearch sets the query, with or without its "?"; "" removes it.
func (u *URL) SetSearch(s string) { u.change(func(l *whatwg.Url) { l.SetSearch(s) }) }

// SetHash sets the fragment, with or without its "#"; "" removes it.
func (u *URL) SetHash(s string) { u.change(func(l *whatwg.Url) { l.SetHash(s) }) }

// setQuery replaces the query by one that is serialized already: URLSearchParams'
// update steps. "" removes it.
func (u *URL) setQuery(q string) {
	head, tail := u.href[:u.query], u.href[u.fragment:]
	if q != "" {
		head += "?" + q
	}
	u.index(head + tail)
}

// change lets the library change one component. A failure, or a panic, leaves
// the URL as it was.
func (u *URL) change(set func(*whatwg.Url)) {
	l, err := protect(func() (*whatwg.Url, error) {
		l, err := library.Parse(u.href)
		if err == nil {
			set(l)
		}
		return l, err
	})
	if err == nil {
		u.index(serialize(l))
	}
}
