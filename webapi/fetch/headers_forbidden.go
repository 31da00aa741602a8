package fetch

import "strings"

// ForbiddenRequestHeader says whether a header is left to the user agent.
//
// https://fetch.spec.whatwg.org/#forbidden-request-header
func ForbiddenRequestHeader(name, value string) bool {
	lower := strings.ToLower(name)
	switch lower { // 1
	case "accept-charset", "accept-encoding", "access-control-request-headers",
		"access-control-request-method", "connection", "content-length", "cookie", "cookie2", "date",
		"dnt", "expect", "host", "keep-alive", "origin", "referer", "set-cookie", "te", "trailer",
		"transfer-encoding", "upgrade", "via":
		return true
	}
	if strings.HasPrefix(lower, "proxy-") || strings.HasPrefix(lower, "sec-") { // 2
		return true
	}
	switch lower { // 3
	case "x-http-method", "x-http-method-override", "x-method-override":
		for _, method := range splitValue(value) {
			if ForbiddenMethod(method) {
				return true
			}
		}
	}
	return false // 4
}

// ForbiddenMethod says whether a method is not for scripts.
//
// https://fetch.spec.whatwg.org/#forbidden-method
func ForbiddenMethod(method string) bool {
	return equalFold(method, "CONNECT") || equalFold(method, "TRACE") || equalFold(method, "TRACK")
}

// splitValue splits a header value at commas outside quotes.
//
// https://fetch.spec.whatwg.org/#header-value-get-decode-and-split
func splitValue(value string) []string {
	var values []string
	var part strings.Builder
	for i := 0; ; {
		n := strings.IndexAny(value[i:], `",`) // 5.1
		if n < 0 {
			n = len(value) - i
		}
		part.WriteString(value[i : i+n])
		i += n
		if i < len(value) && value[i] == '"' { // 5.2
			end := quotedEnd(value, i)
			part.WriteString(value[i:end])
			if i = end; i < len(value) {
				continue
			}
		}
		values = append(values, strings.Trim(part.String(), " \t")) // 5.3, 5.4
		part.Reset()                                                // 5.5
		if i >= len(value) {                                        // 5.6
			return values
		}
		i++ // 5.8
	}
}

// quotedEnd is the position after the quoted string that starts at i, or the
// end of an unfinished one.
func quotedEnd(value string, i int) int {
	for i++; i < len(value); i++ {
		switch value[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(value)
}
