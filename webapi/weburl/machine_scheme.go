package weburl

import "strings"

// https://url.spec.whatwg.org/#scheme-start-state
func (m *machine) schemeStart(c int) verdict {
	switch {
	case c != eof && alpha(byte(c)):
		m.buffer = append(m.buffer, byte(c)|0x20)
		return m.become(inScheme)
	case m.override == noOverride:
		return m.again(noScheme)
	}
	return failure
}

// https://url.spec.whatwg.org/#scheme-state
func (m *machine) scheme(c int) verdict {
	switch {
	case c != eof && (alpha(byte(c)) || digit(byte(c)) || c == '+' || c == '-' || c == '.'): // 1
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		m.buffer = append(m.buffer, byte(c))
		return proceed
	case c == ':': // 2
		return m.schemeEnd()
	case m.override == noOverride: // 3
		m.buffer = m.buffer[:0]
		m.state, m.p = noScheme, -1
		return proceed
	}
	return failure // 4
}

func (m *machine) schemeEnd() verdict {
	u, scheme := m.url, m.text()
	port, special := defaultPort(scheme)
	if m.override != noOverride { // 2.1
		if u.special() != special ||
			(u.credentials() || u.port != "") && scheme == "file" ||
			u.scheme == "file" && u.host == "" {
			return done
		}
		u.scheme = scheme
		if u.port == port { // 2.3
			u.port = ""
		}
		return done
	}
	u.scheme = scheme // 2.2
	switch {
	case scheme == "file": // 2.5
		return m.become(inFile)
	case special && m.base != nil && m.base.scheme == scheme: // 2.6
		return m.become(specialRelativeOrAuthority)
	case special: // 2.7
		return m.become(specialAuthoritySlashes)
	case strings.HasPrefix(m.remaining(), "/"): // 2.8
		m.p++
		return m.become(pathOrAuthority)
	}
	u.path, u.opaque = "", true // 2.9
	return m.become(inOpaquePath)
}

// https://url.spec.whatwg.org/#no-scheme-state
func (m *machine) noScheme(c int) verdict {
	b := m.base
	switch {
	case b == nil || b.opaque && c != '#':
		return failure
	case b.opaque:
		*m.url = *b
		return m.beginFragment()
	case b.scheme != "file":
		return m.again(inRelative)
	}
	return m.again(inFile)
}

// https://url.spec.whatwg.org/#special-relative-or-authority-state
func (m *machine) specialRelativeOrAuthority(c int) verdict {
	if c == '/' && strings.HasPrefix(m.remaining(), "/") {
		m.p++
		return m.become(specialAuthorityIgnoreSlashes)
	}
	return m.again(inRelative)
}

// https://url.spec.whatwg.org/#path-or-authority-state
func (m *machine) pathOrAuthority(c int) verdict {
	if c == '/' {
		return m.become(inAuthority)
	}
	return m.again(inPathState)
}

// https://url.spec.whatwg.org/#relative-state
func (m *machine) relative(c int) verdict {
	u := m.url
	u.scheme = m.base.scheme
	if c == '/' || c == '\\' && u.special() {
		return m.become(relativeSlash)
	}
	m.inherit()
	u.path, u.query, u.hasQuery = m.base.path, m.base.query, m.base.hasQuery
	switch c {
	case '?':
		return m.beginQuery()
	case '#':
		return m.beginFragment()
	case eof:
		return proceed
	}
	u.query, u.hasQuery = "", false
	u.shorten()
	return m.again(inPathState)
}

// inherit copies the base's authority.
func (m *machine) inherit() {
	u, b := m.url, m.base
	u.username, u.password, u.host, u.hasHost, u.port = b.username, b.password, b.host, b.hasHost, b.port
}

// https://url.spec.whatwg.org/#relative-slash-state
func (m *machine) relativeSlash(c int) verdict {
	switch {
	case m.url.special() && (c == '/' || c == '\\'):
		return m.become(specialAuthorityIgnoreSlashes)
	case c == '/':
		return m.become(inAuthority)
	}
	m.inherit()
	return m.again(inPathState)
}
