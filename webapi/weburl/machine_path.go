package weburl

import "strings"

// https://url.spec.whatwg.org/#path-start-state
func (m *machine) pathStart(c int) verdict {
	u := m.url
	switch {
	case u.special():
		if c == '/' || c == '\\' {
			return m.become(inPathState)
		}
		return m.again(inPathState)
	case m.override == noOverride && c == '?':
		return m.beginQuery()
	case m.override == noOverride && c == '#':
		return m.beginFragment()
	case c == '/':
		return m.become(inPathState)
	case c != eof:
		return m.again(inPathState)
	case m.override != noOverride && !u.hasHost:
		u.path += "/"
	}
	return proceed
}

// path reads one segment at a time.
//
// https://url.spec.whatwg.org/#path-state
func (m *machine) path(int) verdict {
	u, special := m.url, m.url.special()
	end := m.p
	for end < len(m.input) {
		if c := m.input[end]; c == '/' || special && c == '\\' || m.override == noOverride && (c == '?' || c == '#') {
			break
		}
		end++
	}
	segment := m.text() + encode(m.input[m.p:end], setPath) // 2, the buffer has a file URL's drive
	c := eof
	if end < len(m.input) {
		c = int(m.input[end])
	}
	m.p = end
	slash := c == '/' || special && c == '\\'
	switch dots(segment) { // 1
	case 2:
		u.shorten()
		if !slash {
			u.path += "/"
		}
	case 1:
		if !slash {
			u.path += "/"
		}
	default:
		if u.scheme == "file" && u.path == "" && drive(segment) {
			segment = segment[:1] + ":"
		}
		u.path += "/" + segment
	}
	switch c {
	case '?':
		return m.beginQuery()
	case '#':
		return m.beginFragment()
	case eof:
		return done
	}
	return proceed
}

// dots is 1 for a single-dot and 2 for a double-dot URL path segment, else 0.
//
// https://url.spec.whatwg.org/#single-dot-path-segment
func dots(s string) int {
	n := 0
	for len(s) > 0 {
		switch {
		case s[0] == '.':
			s = s[1:]
		case len(s) >= 3 && s[0] == '%' && s[1] == '2' && s[2]|0x20 == 'e':
			s = s[3:]
		default:
			return 0
		}
		n++
	}
	if n > 2 {
		return 0
	}
	return n
}

// opaquePath reads all of the path.
//
// https://url.spec.whatwg.org/#cannot-be-a-base-url-path-state
func (m *machine) opaquePath(int) verdict {
	rest := m.input[m.p:]
	end := strings.IndexAny(rest, "?#")
	if end < 0 {
		m.url.path += encode(rest, setC0)
		return done
	}
	path := rest[:end]
	if strings.HasSuffix(path, " ") {
		path = path[:end-1] + "%20"
	}
	m.url.path += encode(path, setC0)
	m.p += end
	if rest[end] == '?' {
		return m.beginQuery()
	}
	return m.beginFragment()
}

// query reads all of the query.
//
// https://url.spec.whatwg.org/#query-state
func (m *machine) query(int) verdict {
	rest := m.input[m.p:]
	end := len(rest)
	if m.override == noOverride {
		if n := strings.IndexByte(rest, '#'); n >= 0 {
			end = n
		}
	}
	set := uint16(setQuery)
	if m.url.special() {
		set = setSpecialQuery
	}
	m.url.query += encode(rest[:end], set)
	m.p += end
	if end < len(rest) {
		return m.beginFragment()
	}
	return done
}

// https://url.spec.whatwg.org/#fragment-state
func (m *machine) fragment(int) verdict {
	rest := m.input[m.p:]
	m.url.fragment += encode(rest, setFragment)
	return done
}
