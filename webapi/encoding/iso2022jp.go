package encoding

type jpState uint8

const (
	jpASCII jpState = iota
	jpRoman
	jpKatakana
	jpLead
	jpTrail
	jpEscapeStart
	jpEscape
)

// iso2022JP is https://encoding.spec.whatwg.org/#iso-2022-jp-decoder
type iso2022JP struct {
	state, output jpState
	lead          int
	escaped       bool // the standard's "output": an escape came, and nothing since
}

func (m *iso2022JP) reset() { *m = iso2022JP{} }

func (m *iso2022JP) step(b int, o *output) bool {
	switch m.state {
	case jpEscapeStart:
		m.escapeStart(b, o)
		return false
	case jpEscape:
		m.escape(b, o)
		return false
	}
	if b == 0x1B {
		if m.state == jpTrail {
			o.fail()
		}
		m.state = jpEscapeStart
		return false
	}
	if m.state == jpTrail {
		m.state = jpLead
		r := rune(0)
		if within(m.lead, 0x21, 0x7E) && within(b, 0x21, 0x7E) {
			r = jis0208().at((m.lead-0x21)*94 + b - 0x21)
		}
		if r == 0 {
			o.fail()
		} else {
			o.emit(r)
		}
		return false
	}
	if b == end {
		return true
	}
	m.escaped = false
	m.plain(b, o)
	return false
}

// plain handles a byte that is no part of an escape, nor a trail byte.
func (m *iso2022JP) plain(b int, o *output) {
	switch {
	case m.state == jpKatakana && within(b, 0x21, 0x5F):
		o.emit(rune(0xFF61 - 0x21 + b))
	case m.state == jpLead && within(b, 0x21, 0x7E):
		m.lead, m.state = b, jpTrail
	case m.state == jpKatakana || m.state == jpLead || b > 0x7F || b == 0x0E || b == 0x0F:
		o.fail()
	case m.state == jpRoman && b == 0x5C:
		o.emit(0xA5)
	case m.state == jpRoman && b == 0x7E:
		o.emit(0x203E)
	default:
		o.emit(rune(b))
	}
}

func (m *iso2022JP) escapeStart(b int, o *output) {
	if b == 0x24 || b == 0x28 {
		m.lead, m.state = b, jpEscape
		return
	}
	m.escaped, m.state = false, m.output
	m.fail(o, b)
}

func (m *iso2022JP) escape(b int, o *output) {
	lead := m.lead
	m.lead = 0
	var state jpState
	switch {
	case lead == 0x28 && b == 0x42:
		state = jpASCII
	case lead == 0x28 && b == 0x4A:
		state = jpRoman
	case lead == 0x28 && b == 0x49:
		state = jpKatakana
	case lead == 0x24 && (b == 0x40 || b == 0x42):
		state = jpLead
	default:
		m.escaped, m.state = false, m.output
		m.fail(o, lead, b)
		return
	}
	m.state, m.output = state, state
	if m.escaped {
		o.fail()
	}
	m.escaped = true
}

// fail restores bytes, the end of the stream left out.
func (m *iso2022JP) fail(o *output, restored ...int) {
	var list []byte
	for _, b := range restored {
		if b != end {
			list = append(list, byte(b))
		}
	}
	o.fail(list...)
}
