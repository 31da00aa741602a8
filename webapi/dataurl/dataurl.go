// Package dataurl reads data: URLs.
//
// https://fetch.spec.whatwg.org/#data-urls
package dataurl

import (
	"strings"

	"asterism/webapi/base64"
	"asterism/webapi/mimetype"
)

// Process is the MIME type and the bytes of a data: URL, serialized; false when
// it is not one.
//
// https://fetch.spec.whatwg.org/#data-url-processor
func Process(url string) (t mimetype.Type, body []byte, ok bool) {
	url, _, _ = strings.Cut(url, "#")            // 2
	input, ok := strings.CutPrefix(url, "data:") // 1, 3
	if !ok {
		return t, nil, false
	}
	kind, data, ok := strings.Cut(input, ",") // 5, 7
	if !ok {
		return t, nil, false
	}
	kind = strings.Trim(kind, " ")                // 6; the URL parser has taken other white space away
	body = Decode(data)                           // 10
	if rest, coded := base64Suffix(kind); coded { // 11
		if body, ok = base64.Decode(string(body)); !ok {
			return t, nil, false
		}
		kind = rest
	}
	if strings.HasPrefix(kind, ";") { // 12
		kind = "text/plain" + kind
	}
	if t, ok = mimetype.Parse(kind); !ok { // 13, 14
		t = mimetype.Type{Type: "text", Subtype: "plain", Params: []mimetype.Param{{Name: "charset", Value: "US-ASCII"}}}
	}
	return t, body, true
}

// base64Suffix takes ";", spaces and "base64" off the end.
func base64Suffix(kind string) (string, bool) {
	const word = "base64"
	if len(kind) < len(word) || !strings.EqualFold(kind[len(kind)-len(word):], word) {
		return kind, false
	}
	rest, ok := strings.CutSuffix(strings.TrimRight(kind[:len(kind)-len(word)], " "), ";")
	if !ok {
		return kind, false
	}
	return rest, true
}

// Decode is https://url.spec.whatwg.org/#string-percent-decode
func Decode(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if high, low := hex(s[i+1]), hex(s[i+2]); high >= 0 && low >= 0 {
				out = append(out, byte(high<<4|low))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}

func hex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}
