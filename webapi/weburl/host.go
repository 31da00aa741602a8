package weburl

import (
	"net/netip"
	"strconv"
	"strings"
)

// parseHost parses a host; false: failure.
//
// https://url.spec.whatwg.org/#concept-host-parser
func parseHost(s string, opaque bool) (string, bool) {
	if strings.HasPrefix(s, "[") { // 1
		if !strings.HasSuffix(s, "]") {
			return "", false
		}
		return parseIPv6(s[1 : len(s)-1])
	}
	if opaque { // 2: https://url.spec.whatwg.org/#concept-opaque-host-parser
		if has(s, forbiddenHost) {
			return "", false
		}
		return encode(s, setC0), true
	}
	domain := validUTF8(PercentDecode(s)) // 4
	ascii, ok := domainToASCII(domain)    // 5
	if !ok || has(ascii, forbiddenDomain) {
		return "", false
	}
	if endsInNumber(ascii) { // 8
		return parseIPv4(ascii)
	}
	return ascii, true
}

// endsInNumber is https://url.spec.whatwg.org/#ends-in-a-number-checker
func endsInNumber(s string) bool {
	s = strings.TrimSuffix(s, ".") // 2
	last := s[strings.LastIndexByte(s, '.')+1:]
	if last == "" {
		return false
	}
	allDigits := true
	for i := range len(last) {
		allDigits = allDigits && digit(last[i])
	}
	if allDigits { // 4
		return true
	}
	_, ok := ipv4Number(last) // 5
	return ok
}

// ipv4Number is https://url.spec.whatwg.org/#ipv4-number-parser; numbers that do
// not fit are given as the largest.
func ipv4Number(s string) (uint64, bool) {
	if s == "" { // 1
		return 0, false
	}
	base := 10
	switch {
	case len(s) >= 2 && (s[:2] == "0x" || s[:2] == "0X"): // 4
		s, base = s[2:], 16
	case len(s) >= 2 && s[0] == '0': // 5
		s, base = s[1:], 8
	}
	if s == "" { // 6
		return 0, true
	}
	for i := range len(s) { // 7
		if int(unhex(s[i])) >= base {
			return 0, false
		}
	}
	n, err := strconv.ParseUint(s, base, 64) // 8
	if err != nil {
		return 1<<64 - 1, true // out of range
	}
	return n, true
}

// parseIPv4 is https://url.spec.whatwg.org/#concept-ipv4-parser
func parseIPv4(s string) (string, bool) {
	parts := strings.Split(s, ".")                  // 1
	if n := len(parts); n > 1 && parts[n-1] == "" { // 2
		parts = parts[:n-1]
	}
	if len(parts) > 4 { // 3
		return "", false
	}
	var ip uint64
	for i, part := range parts { // 5, 7
		n, ok := ipv4Number(part)
		if !ok {
			return "", false
		}
		if i < len(parts)-1 {
			if n > 255 {
				return "", false
			}
			ip |= n << (8 * (3 - i))
			continue
		}
		if n >= 1<<(8*(5-len(parts))) { // 8
			return "", false
		}
		ip |= n
	}
	var b strings.Builder
	for shift := 24; shift >= 0; shift -= 8 {
		b.WriteString(strconv.FormatUint(ip>>shift&255, 10))
		if shift > 0 {
			b.WriteByte('.')
		}
	}
	return b.String(), true
}

// parseIPv6 parses an address without its brackets and gives it with them.
//
// https://url.spec.whatwg.org/#concept-ipv6-parser
func parseIPv6(s string) (string, bool) {
	if strings.IndexByte(s, '%') >= 0 { // a zone
		return "", false
	}
	ip, err := netip.ParseAddr(s)
	if err != nil || !ip.Is6() {
		return "", false
	}
	return serializeIPv6(ip.As16()), true
}

// serializeIPv6 is https://url.spec.whatwg.org/#concept-ipv6-serializer
func serializeIPv6(ip [16]byte) string {
	piece := func(i int) uint64 { return uint64(ip[2*i])<<8 | uint64(ip[2*i+1]) }
	start, length := -1, 1 // the first longest run of zeros, of two at least
	for i := 0; i < 8; i++ {
		j := i
		for j < 8 && piece(j) == 0 {
			j++
		}
		if j-i > length {
			start, length = i, j-i
		}
		if j > i {
			i = j
		}
	}
	var b strings.Builder
	b.WriteByte('[')
	for i := 0; i < 8; i++ {
		if i == start {
			b.WriteString("::")
			i += length - 1
			continue
		}
		if i > 0 && i != start+length { // "::" brings its own
			b.WriteByte(':')
		}
		b.WriteString(strconv.FormatUint(piece(i), 16))
	}
	b.WriteByte(']')
	return b.String()
}
