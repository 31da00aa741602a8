package encoding

// gbDecoder is the decoder of gb18030 and gbk.
//
// https://encoding.spec.whatwg.org/#gb18030-decoder
type gbDecoder struct{ first, second, third int }

func (m *gbDecoder) reset() { *m = gbDecoder{} }

func (m *gbDecoder) step(b int, o *output) bool {
	first, second, third := m.first, m.second, m.third
	switch {
	case b == end && first == 0: // 1
		return true
	case b == end: // 2
		m.reset()
		o.fail()
	case third != 0: // 3
		m.reset()
		if !within(b, 0x30, 0x39) {
			o.fail(byte(second), byte(third), byte(b))
			break
		}
		if r := gbFourBytes((first-0x81)*12600 + (second-0x30)*1260 + (third-0x81)*10 + b - 0x30); r != 0 {
			o.emit(r)
		} else {
			o.fail()
		}
	case second != 0: // 4
		if within(b, 0x81, 0xFE) {
			m.third = b
			break
		}
		m.reset()
		o.fail(byte(second), byte(b))
	case first != 0: // 5
		if within(b, 0x30, 0x39) {
			m.second = b
			break
		}
		m.first = 0
		offset := 0x41
		if b < 0x7F {
			offset = 0x40
		}
		r := rune(0)
		if within(b, 0x40, 0x7E) || within(b, 0x80, 0xFE) {
			r = gb18030().at((first-0x81)*190 + b - offset)
		}
		o.give(r, b)
	case b < 0x80: // 6
		o.emit(rune(b))
	case b == 0x80: // 7
		o.emit(0x20AC)
	case b == 0xFF: // 9
		o.fail()
	default: // 8
		m.first = b
	}
	return false
}

// gbFourBytes is https://encoding.spec.whatwg.org/#index-gb18030-ranges-code-point
func gbFourBytes(pointer int) rune {
	switch {
	case pointer > 39419 && pointer < 189000 || pointer > 1237575: // 1
		return 0
	case pointer == 7457: // 2
		return 0xE7C7
	case pointer >= 189000:
		return rune(0x10000 + pointer - 189000)
	}
	return gbRanges().at(pointer)
}

// big5Decoder is https://encoding.spec.whatwg.org/#big5-decoder
type big5Decoder struct{ lead int }

func (m *big5Decoder) reset() { m.lead = 0 }

// big5Pairs are the pointers of two characters each.
var big5Pairs = map[int][2]rune{
	1133: {0xCA, 0x304}, 1135: {0xCA, 0x30C}, 1164: {0xEA, 0x304}, 1166: {0xEA, 0x30C},
}

func (m *big5Decoder) step(b int, o *output) bool {
	lead := m.lead
	switch {
	case b == end && lead != 0: // 1
		m.lead = 0
		o.fail()
	case b == end: // 2
		return true
	case lead != 0: // 3
		m.lead = 0
		offset := 0x62
		if b < 0x7F {
			offset = 0x40
		}
		if !within(b, 0x40, 0x7E) && !within(b, 0xA1, 0xFE) {
			o.failAt(b)
			break
		}
		pointer := (lead-0x81)*157 + b - offset
		if pair, ok := big5Pairs[pointer]; ok {
			o.emit(pair[0])
			o.emit(pair[1])
			break
		}
		o.give(big5().at(pointer), b)
	case b < 0x80: // 4
		o.emit(rune(b))
	case within(b, 0x81, 0xFE): // 5
		m.lead = b
	default: // 6
		o.fail()
	}
	return false
}
