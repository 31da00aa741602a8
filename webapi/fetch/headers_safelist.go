package fetch

import (
	"strconv"
	"strings"

	"asterism/webapi/mimetype"
)

// safelistedNoCORSName says whether name is a no-CORS-safelisted
// request-header name.
//
// https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header-name
func safelistedNoCORSName(name string) bool {
	switch strings.ToLower(name) {
	case "accept", "accept-language", "content-language", "content-type":
		return true
	}
	return false
}

// safelistedNoCORS says whether a header is a no-CORS-safelisted request-header.
//
// https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header
func safelistedNoCORS(name, value string) bool {
	return safelistedNoCORSName(name) && SafelistedRequestHeader(name, value)
}

// SafelistedRequestHeader says whether a header is a CORS-safelisted
// request-header: one that needs no preflight.
//
// https://fetch.spec.whatwg.org/#cors-safelisted-request-header
func SafelistedRequestHeader(name, value string) bool {
	if len(value) > 128 { // 1
		return false
	}
	switch strings.ToLower(name) { // 2
	case "accept":
		return !hasUnsafeByte(value)
	case "accept-language", "content-language":
		return strings.IndexFunc(value, func(c rune) bool { return !isLanguageByte(c) }) < 0
	case "content-type":
		if hasUnsafeByte(value) {
			return false
		}
		t, ok := mimetype.Parse(value)
		if !ok {
			return false
		}
		switch t.Essence() {
		case "application/x-www-form-urlencoded", "multipart/form-data", "text/plain":
			return true
		}
		return false
	case "range":
		return safelistedRange(value)
	}
	return false
}

// hasUnsafeByte says whether there is a CORS-unsafe request-header byte.
//
// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte
func hasUnsafeByte(value string) bool {
	for i := 0; i < len(value); i++ {
		c := value[i]
		if c < 0x20 && c != '\t' || strings.IndexByte("\"():<>?@[\\]{}\x7f", c) >= 0 {
			return true
		}
	}
	return false
}

func isLanguageByte(c rune) bool {
	switch {
	case '0' <= c && c <= '9', 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z':
		return true
	}
	return strings.ContainsRune(" *,-.;=", c)
}

// safelistedRange parses a single range header value that has a start.
//
// https://fetch.spec.whatwg.org/#simple-range-header-value
func safelistedRange(value string) bool {
	first, last, ok := strings.Cut(strings.TrimPrefix(value, "bytes="), "-")
	if !ok || !strings.HasPrefix(value, "bytes=") || !digits(first) || first == "" || !digits(last) {
		return false
	}
	if last == "" {
		return true
	}
	from, err := strconv.ParseUint(first, 10, 64)
	if err != nil {
		return false
	}
	to, err := strconv.ParseUint(last, 10, 64)
	return err == nil && from <= to
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }
