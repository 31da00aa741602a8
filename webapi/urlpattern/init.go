package urlpattern

import (
	"strings"

	"asterism/webapi/weburl"
)

// member is a component of a URL pattern, or its base URL.
type member uint8

const (
	protocol member = iota
	username
	password
	hostname
	port
	pathname
	search
	hash
	baseURL

	components = int(baseURL)
)

// memberNames are the members' names in scripts.
var memberNames = [...]string{"protocol", "username", "password", "hostname", "port", "pathname", "search", "hash", "baseURL"}

// Init is a URLPatternInit: strings that may be missing.
//
// https://urlpattern.spec.whatwg.org/#dictdef-urlpatterninit
type Init struct {
	values [components + 1]string
	given  uint16
}

func (i *Init) has(m member) bool { return i.given&(1<<m) != 0 }

func (i *Init) set(m member, s string) {
	i.values[m] = s
	i.given |= 1 << m
}

// none reports whether none of the members is there.
func (i *Init) none(members ...member) bool {
	for _, m := range members {
		if i.has(m) {
			return false
		}
	}
	return true
}

// process brings an Init into canonical form. pattern: for a pattern, whose members
// are not canonicalized yet; else for a URL, and result holds what it begins with.
//
// https://urlpattern.spec.whatwg.org/#process-a-urlpatterninit
func process(init Init, pattern bool, result Init) (Init, error) {
	var base *weburl.URL
	if init.has(baseURL) { // 11
		var err error
		if base, err = weburl.Parse(init.values[baseURL]); err != nil {
			return result, err
		}
		inherit(&init, &result, base, pattern)
	}
	for _, m := range []member{protocol, username, password, hostname, port, pathname, search, hash} { // 12 – 21
		if !init.has(m) {
			continue
		}
		value := init.values[m]
		switch m {
		case protocol:
			value = strings.TrimSuffix(value, ":")
		case pathname:
			value = resolve(value, base, pattern)
		case search:
			value = strings.TrimPrefix(value, "?")
		case hash:
			value = strings.TrimPrefix(value, "#")
		}
		if !pattern {
			var err error
			if value, err = canonical(m, result.values[protocol])(value); err != nil {
				return result, err
			}
		}
		result.set(m, value)
	}
	return result, nil
}

// inherit takes from the base URL what is less specific than all of init's members.
func inherit(init, result *Init, base *weburl.URL, pattern bool) {
	take := func(m member, value string, unless ...member) {
		if init.none(unless...) {
			if pattern && m != port {
				value = escapePattern(value)
			}
			result.set(m, value)
		}
	}
	take(protocol, base.Scheme(), protocol)
	if !pattern {
		take(username, base.Username(), protocol, hostname, port, username)
		take(password, base.Password(), protocol, hostname, port, username, password)
	}
	take(hostname, base.Hostname(), protocol, hostname)
	take(port, base.Port(), protocol, hostname, port)
	take(pathname, base.Pathname(), protocol, hostname, port, pathname)
	take(search, strings.TrimPrefix(base.Search(), "?"), protocol, hostname, port, pathname, search)
	take(hash, strings.TrimPrefix(base.Hash(), "#"), protocol, hostname, port, pathname, search, hash)
}

// resolve makes a relative pathname absolute: step 17.
func resolve(value string, base *weburl.URL, pattern bool) string {
	if base == nil || base.OpaquePath() || absolute(value, pattern) {
		return value
	}
	path := base.Pathname()
	if pattern {
		path = escapePattern(path)
	}
	return path[:strings.LastIndexByte(path, '/')+1] + value
}

// absolute is https://urlpattern.spec.whatwg.org/#is-an-absolute-pathname
func absolute(s string, pattern bool) bool {
	return strings.HasPrefix(s, "/") || pattern && (strings.HasPrefix(s, `\/`) || strings.HasPrefix(s, "{/"))
}

// canonical is the encoding callback of a member of a URL with a scheme.
func canonical(m member, scheme string) weburl.Canonical {
	switch m {
	case protocol:
		return weburl.CanonicalProtocol
	case username, password:
		return weburl.CanonicalUserinfo
	case hostname:
		return weburl.CanonicalHostname
	case port:
		return func(s string) (string, error) { return weburl.CanonicalPort(s, scheme) }
	case pathname:
		if _, special := weburl.Special(scheme); special || scheme == "" {
			return weburl.CanonicalPathname
		}
		return weburl.CanonicalOpaquePathname
	case search:
		return weburl.CanonicalSearch
	}
	return weburl.CanonicalHash
}
