package weburl

import (
	"strconv"
	"strings"
)

// https://url.spec.whatwg.org/#special-authority-slashes-state
func (m *machine) specialAuthoritySlashes(c int) verdict {
	if c == '/' && strings.HasPrefix(m.remaining(), "/") {
		m.p++
		return m.become(specialAuthorityIgnoreSlashes)
	}
	return m.again(specialAuthorityIgnoreSlashes)
}

// https://url.spec.whatwg.org/#special-authority-ignore-slashes-state
func (m *machine) specialAuthorityIgnoreSlashes(c int) verdict {
	if c != '/' && c != '\\' {
		return m.again(inAuthority)
	}
	return proceed
}

// https://url.spec.whatwg.org/#authority-state
func (m *machine) authority(c int) verdict {
	switch {
	case c == '@': // 1
		info := m.text()
		if m.atSeen {
			info = "%40" + info
		}
		m.atSeen = true
		m.userinfo(info)
	case m.ends(c): // 2
		if m.atSeen && len(m.buffer) == 0 {
			return failure
		}
		m.p -= len(m.buffer) + 1
		m.buffer = m.buffer[:0]
		m.state = inHostState
	default:
		m.buffer = append(m.buffer, byte(c))
	}
	return proceed
}

// userinfo adds "user:password", or a further piece of it.
func (m *machine) userinfo(s string) {
	if !m.passwordSeen {
		user, password, found := strings.Cut(s, ":")
		m.url.username += encode(user, setUserinfo)
		m.passwordSeen, s = found, password
	}
	if m.passwordSeen {
		m.url.password += encode(s, setUserinfo)
	}
}

// https://url.spec.whatwg.org/#host-state
func (m *machine) host(c int) verdict {
	u := m.url
	switch {
	case m.override != noOverride && u.scheme == "file": // 1
		return m.again(fileHost)
	case c == ':' && !m.inBrackets: // 2
		if len(m.buffer) == 0 || m.override == inHostname {
			return failure
		}
		return m.hostEnd(inPort)
	case m.ends(c): // 3
		m.p--
		if len(m.buffer) == 0 {
			if u.special() { // 3.1
				return failure
			}
			if m.override != noOverride && (u.credentials() || u.port != "") { // 3.2
				return failure
			}
		}
		v := m.hostEnd(pathStart)
		if v == proceed && m.override != noOverride { // 3.5
			return done
		}
		return v
	}
	m.inBrackets = m.inBrackets && c != ']' || c == '[' // 4
	m.buffer = append(m.buffer, byte(c))
	return proceed
}

func (m *machine) hostEnd(next state) verdict {
	host, ok := parseHost(m.text(), !m.url.special())
	if !ok {
		return failure
	}
	m.url.host, m.url.hasHost = host, true
	return m.become(next)
}

// https://url.spec.whatwg.org/#port-state
func (m *machine) port(c int) verdict {
	switch {
	case c != eof && digit(byte(c)): // 1
		m.buffer = append(m.buffer, byte(c))
		return proceed
	case m.ends(c) || m.override != noOverride: // 2
		if len(m.buffer) > 0 {
			port, err := strconv.ParseUint(m.text(), 10, 16)
			if err != nil {
				return failure
			}
			m.url.setPort(strconv.FormatUint(port, 10))
			if m.override != noOverride {
				return done
			}
		}
		if m.override != noOverride {
			return failure
		}
		return m.again(pathStart)
	}
	return failure // 3
}

// setPort sets the port; the scheme's default is null.
func (r *record) setPort(port string) {
	r.port = port
	if standard, _ := defaultPort(r.scheme); port == standard {
		r.port = ""
	}
}

// https://url.spec.whatwg.org/#file-state
func (m *machine) file(c int) verdict {
	u, b := m.url, m.base
	u.scheme = "file"            // 1
	u.host, u.hasHost = "", true // 2
	switch {
	case c == '/' || c == '\\': // 3
		return m.become(fileSlash)
	case b != nil && b.scheme == "file": // 4
		u.host, u.path, u.query, u.hasQuery = b.host, b.path, b.query, b.hasQuery
		switch c {
		case '?':
			return m.beginQuery()
		case '#':
			return m.beginFragment()
		case eof:
			return proceed
		}
		u.query, u.hasQuery = "", false
		if startsWithDrive(m.input[m.p:]) {
			u.path = ""
		} else {
			u.shorten()
		}
	}
	return m.again(inPathState) // 5
}

// https://url.spec.whatwg.org/#file-slash-state
func (m *machine) fileSlash(c int) verdict {
	if c == '/' || c == '\\' {
		return m.become(fileHost)
	}
	if b := m.base; b != nil && b.scheme == "file" {
		m.url.host = b.host
		if first, _, _ := strings.Cut(strings.TrimPrefix(b.path, "/"), "/"); !startsWithDrive(m.input[m.p:]) && normalizedDrive(first) {
			m.url.path += "/" + first
		}
	}
	return m.again(inPathState)
}

// https://url.spec.whatwg.org/#file-host-state
func (m *machine) fileHost(c int) verdict {
	if c != eof && c != '/' && c != '\\' && c != '?' && c != '#' {
		m.buffer = append(m.buffer, byte(c))
		return proceed
	}
	m.p--
	if m.override == noOverride && drive(string(m.buffer)) { // the buffer is kept for the path
		return m.become(inPathState)
	}
	host := ""
	if len(m.buffer) > 0 {
		var ok bool
		if host, ok = parseHost(m.text(), !m.url.special()); !ok {
			return failure
		}
		if host == "localhost" {
			host = ""
		}
	}
	m.url.host, m.url.hasHost = host, true
	if m.override != noOverride {
		return done
	}
	return m.become(pathStart)
}
