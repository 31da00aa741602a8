package httpcache

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longest is the most that a delta-seconds means (RFC 9111 §1.2.2).
const longest = 1<<31 - 1

// directives is a Cache-Control field: names in lower case, without quotes. Of a
// directive that comes twice the first counts (§4.2.1).
type directives map[string]string

// parse reads the Cache-Control fields of a message; nil for none.
//
// https://www.rfc-editor.org/rfc/rfc9111#section-5.2
func parse(h http.Header) directives {
	var d directives
	for _, value := range h["Cache-Control"] {
		for value != "" {
			var name, argument string
			name, argument, value = directive(value)
			if name == "" {
				continue
			}
			if d == nil {
				d = directives{}
			}
			if _, twice := d[name]; !twice {
				d[name] = argument
			}
		}
	}
	return d
}

// directive takes one directive off a field's value.
func directive(s string) (name, argument, rest string) {
	end := strings.IndexAny(s, ",=")
	if end < 0 {
		return clean(s), "", ""
	}
	name, rest = clean(s[:end]), s[end+1:]
	if s[end] == ',' {
		return name, "", rest
	}
	if quoted, ok := strings.CutPrefix(strings.TrimLeft(rest, " \t"), `"`); ok {
		var b strings.Builder
		for i := 0; i < len(quoted); i++ {
			switch c := quoted[i]; {
			case c == '\\' && i+1 < len(quoted):
				i++
				b.WriteByte(quoted[i])
			case c == '"':
				_, rest, _ = strings.Cut(quoted[i:], ",")
				return name, b.String(), rest
			default:
				b.WriteByte(c)
			}
		}
		return name, b.String(), ""
	}
	argument, rest, _ = strings.Cut(rest, ",")
	return name, strings.Trim(argument, " \t"), rest
}

func clean(s string) string { return strings.ToLower(strings.Trim(s, " \t")) }

func (d directives) has(name string) bool {
	_, ok := d[name]
	return ok
}

// seconds is a directive's argument as a duration; ok is false when there is
// none. One that does not parse is 0: stale (§4.2.1).
func (d directives) seconds(name string) (time.Duration, bool) {
	argument, ok := d[name]
	if !ok {
		return 0, false
	}
	return deltaSeconds(argument), true
}

// deltaSeconds is https://www.rfc-editor.org/rfc/rfc9111#section-1.2.2
func deltaSeconds(s string) time.Duration {
	s = strings.Trim(s, " \t")
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0
	}
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil || n > longest {
		n = longest
	}
	return time.Duration(n) * time.Second
}
