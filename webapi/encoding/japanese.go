package encoding

// eucJP is https://encoding.spec.whatwg.org/#euc-jp-decoder
type eucJP struct {
	jis0212 bool
	lead    int
}

func (m *eucJP) reset() { *m = eucJP{} }

func (m *eucJP) step(b int, o *output) bool {
	lead := m.lead
	switch {
	case b == end && lead != 0: // 1
		m.lead = 0
		o.fail()
	case b == end: // 2
		return true
	case lead == 0x8E && within(b, 0xA1, 0xDF): // 3
		m.lead = 0
		o.emit(rune(0xFF61 - 0xA1 + b))
	case lead == 0x8F && within(b, 0xA1, 0xFE): // 4
		m.jis0212, m.lead = true, b
	case lead != 0: // 5
		table := jis0208
		if m.jis0212 {
			table = jis0212
		}
		m.lead, m.jis0212 = 0, false
		r := rune(0)
		if within(lead, 0xA1, 0xFE) && within(b, 0xA1, 0xFE) {
			r = table().at((lead-0xA1)*94 + b - 0xA1)
		}
		o.give(r, b)
	case b < 0x80: // 6
		o.emit(rune(b))
	case b == 0x8E || b == 0x8F || within(b, 0xA1, 0xFE): // 7
		m.lead = b
	default: // 8
		o.fail()
	}
	return false
}

// shiftJIS is https://encoding.spec.whatwg.org/#shift_jis-decoder
type shiftJIS struct{ lead int }

func (m *shiftJIS) reset() { m.lead = 0 }

func (m *shiftJIS) step(b int, o *output) bool {
	lead := m.lead
	switch {
	case b == end && lead != 0: // 1
		m.lead = 0
		o.fail()
	case b == end: // 2
		return true
	case lead != 0: // 3
		m.lead = 0
		offset, leadOffset := 0x41, 0xC1
		if b < 0x7F {
			offset = 0x40
		}
		if lead < 0xA0 {
			leadOffset = 0x81
		}
		r := rune(0)
		if within(b, 0x40, 0x7E) || within(b, 0x80, 0xFC) {
			pointer := (lead-leadOffset)*188 + b - offset
			if r = jis0208().at(pointer); within(pointer, 8836, 10715) {
				r = rune(0xE000 - 8836 + pointer)
			}
		}
		o.give(r, b)
	case b <= 0x80: // 4
		o.emit(rune(b))
	case within(b, 0xA1, 0xDF): // 5
		o.emit(rune(0xFF61 - 0xA1 + b))
	case within(b, 0x81, 0x9F) || within(b, 0xE0, 0xFC): // 6
		m.lead = b
	default: // 7
		o.fail()
	}
	return false
}
