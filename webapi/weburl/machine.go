package weburl

import "strings"

// state is a state of the basic URL parser; as an override it says which part of a
// URL a setter parses.
type state uint8

const (
	noOverride state = iota
	schemeStart
	inScheme
	noScheme
	specialRelativeOrAuthority
	pathOrAuthority
	inRelative
	relativeSlash
	specialAuthoritySlashes
	specialAuthorityIgnoreSlashes
	inAuthority
	inHostState
	inHostname
	inPort
	inFile
	fileSlash
	fileHost
	pathStart
	inPathState
	inOpaquePath
	inQueryState
	inFragmentState
)

// verdict is what a step of the parser says.
type verdict uint8

const (
	proceed verdict = iota
	done            // the input is used up, or a state override has what it wants
	failure
)

const eof = -1

// machine is the basic URL parser, over bytes: nothing it looks for is beyond ASCII,
// and what is beyond is either percent-encoded or a host's business.
//
// https://url.spec.whatwg.org/#concept-basic-url-parser
type machine struct {
	input    string
	p        int // pointer
	state    state
	override state
	base     *record // nil: none
	url      *record
	buffer   []byte

	atSeen, inBrackets, passwordSeen bool
}

// steps says what each state does with a code point (or eof).
var steps = [...]func(*machine, int) verdict{
	schemeStart: (*machine).schemeStart, inScheme: (*machine).scheme, noScheme: (*machine).noScheme,
	specialRelativeOrAuthority: (*machine).specialRelativeOrAuthority, pathOrAuthority: (*machine).pathOrAuthority,
	inRelative: (*machine).relative, relativeSlash: (*machine).relativeSlash,
	specialAuthoritySlashes: (*machine).specialAuthoritySlashes, specialAuthorityIgnoreSlashes: (*machine).specialAuthorityIgnoreSlashes,
	inAuthority: (*machine).authority, inHostState: (*machine).host, inHostname: (*machine).host, inPort: (*machine).port,
	inFile: (*machine).file, fileSlash: (*machine).fileSlash, fileHost: (*machine).fileHost,
	pathStart: (*machine).pathStart, inPathState: (*machine).path, inOpaquePath: (*machine).opaquePath,
	inQueryState: (*machine).query, inFragmentState: (*machine).fragment,
}

// parseRecord parses a whole URL; false: failure.
func parseRecord(input string, base *record) (*record, bool) {
	input = strings.TrimFunc(input, func(r rune) bool { return r <= 0x20 }) // 1
	m := &machine{input: withoutTabs(input), base: base, url: new(record), state: schemeStart}
	return m.url, m.run()
}

// parseInto parses part of a URL into r. Failure may leave it changed, as the
// standard has it.
func parseInto(r *record, input string, override state) bool {
	m := &machine{input: withoutTabs(input), url: r, state: override, override: override}
	return m.run()
}

// withoutTabs is step 3: it removes tabs and newlines.
func withoutTabs(s string) string {
	if !strings.ContainsAny(s, "\t\n\r") {
		return s
	}
	return strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(s)
}

// run is step 9 on.
func (m *machine) run() bool {
	for ; ; m.p++ {
		c := eof
		if m.p < len(m.input) {
			c = int(m.input[m.p])
		}
		switch steps[m.state](m, c) {
		case failure:
			return false
		case done:
			return true
		case proceed:
			// At the end there is nothing left to do, unless the state went back.
			if c == eof && m.p >= len(m.input) {
				return true
			}
		}
	}
}

// remaining is what follows the pointer's code point.
func (m *machine) remaining() string {
	if m.p+1 >= len(m.input) {
		return ""
	}
	return m.input[m.p+1:]
}

// again has the current code point looked at in another state.
func (m *machine) again(s state) verdict {
	m.state = s
	m.p--
	return proceed
}

func (m *machine) become(s state) verdict {
	m.state = s
	return proceed
}

func (m *machine) beginQuery() verdict {
	m.url.query, m.url.hasQuery = "", true
	return m.become(inQueryState)
}

func (m *machine) beginFragment() verdict {
	m.url.fragment, m.url.hasFragment = "", true
	return m.become(inFragmentState)
}

// ends reports whether c ends an authority or a path segment's host part.
func (m *machine) ends(c int) bool {
	return c == eof || c == '/' || c == '?' || c == '#' || c == '\\' && m.url.special()
}

// text gives the buffer and empties it.
func (m *machine) text() string {
	s := string(m.buffer)
	m.buffer = m.buffer[:0]
	return s
}
