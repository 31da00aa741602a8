package base64

import (
	"encoding/base64"
	"strings"
)

// Decode decodes base64 as lenient as browsers are: white space is skipped, and
// padding may be missing. False: it is not base64.
//
// https://infra.spec.whatwg.org/#forgiving-base64-decode
func Decode(data string) ([]byte, bool) {
	if strings.ContainsAny(data, "\t\n\f\r ") { // 1
		data = strings.Map(func(r rune) rune {
			switch r {
			case '\t', '\n', '\f', '\r', ' ':
				return -1
			}
			return r
		}, data)
	}
	if len(data)%4 == 0 { // 2
		data = strings.TrimSuffix(strings.TrimSuffix(data, "="), "=")
	}
	out, err := base64.RawStdEncoding.DecodeString(data) // 3 – 10
	return out, err == nil
}

// Encode is its inverse, with padding.
//
// https://infra.spec.whatwg.org/#forgiving-base64-encode
func Encode(data []byte) string { return base64.StdEncoding.EncodeToString(data) }
