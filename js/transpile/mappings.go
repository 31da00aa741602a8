package transpile

import "strings"

// insert is width characters put into a generated line at column (both 0-based, in
// the coordinates before any insertion).
type insert struct{ line, column, width int }

// shift moves the mappings that stand at or behind an insertion. Mappings are lines
// separated by ";", segments by ","; the first number of a segment is its column,
// relative to the segment before it on the line.
// https://tc39.es/ecma426/#sec-mappings
func shift(mappings string, inserts []insert) string {
	var out strings.Builder
	line := 0
	for text := range strings.SplitSeq(mappings, ";") {
		if line > 0 {
			out.WriteByte(';')
		}
		n := 0
		for n < len(inserts) && inserts[n].line == line {
			n++
		}
		if n == 0 {
			out.WriteString(text)
		} else {
			shiftLine(&out, text, inserts[:n])
			inserts = inserts[n:]
		}
		line++
	}
	return out.String()
}

func shiftLine(out *strings.Builder, text string, inserts []insert) {
	column := 0
	for i, segment := range strings.Split(text, ",") {
		if i > 0 {
			out.WriteByte(',')
		}
		delta, rest := decodeVLQ(segment)
		column += delta
		for len(inserts) > 0 && column >= inserts[0].column {
			delta += inserts[0].width
			inserts = inserts[1:]
		}
		encodeVLQ(out, delta)
		out.WriteString(rest)
	}
}

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// decodeVLQ takes the first number off a segment.
func decodeVLQ(segment string) (n int, rest string) {
	bits := uint(0)
	for i := 0; i < len(segment); i++ {
		digit := strings.IndexByte(base64Digits, segment[i])
		if digit < 0 {
			return 0, segment
		}
		n |= (digit & 31) << bits
		bits += 5
		if digit&32 == 0 {
			segment = segment[i+1:]
			break
		}
	}
	if n&1 == 1 {
		return -(n >> 1), segment
	}
	return n >> 1, segment
}

func encodeVLQ(out *strings.Builder, n int) {
	n <<= 1
	if n < 0 {
		n = -n | 1
	}
	for {
		digit := n & 31
		n >>= 5
		if n > 0 {
			digit |= 32
		}
		out.WriteByte(base64Digits[digit])
		if n == 0 {
			return
		}
	}
}
