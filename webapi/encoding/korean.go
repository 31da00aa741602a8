package encoding

// krDecoder is https://encoding.spec.whatwg.org/#euc-kr-decoder
type krDecoder struct{ lead int }

func (m *krDecoder) reset() { m.lead = 0 }

func (m *krDecoder) step(b int, o *output) bool {
	lead := m.lead
	switch {
	case b == end && lead != 0: // 1
		m.lead = 0
		o.fail()
	case b == end: // 2
		return true
	case lead != 0: // 3
		m.lead = 0
		r := rune(0)
		if within(b, 0x41, 0xFE) {
			r = eucKR().at((lead-0x81)*190 + b - 0x41)
		}
		o.give(r, b)
	case b < 0x80: // 4
		o.emit(rune(b))
	case within(b, 0x81, 0xFE): // 5
		m.lead = b
	default: // 6
		o.fail()
	}
	return false
}
