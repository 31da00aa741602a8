// Package mimetype parses MIME types as browsers do.
//
// https://mimesniff.spec.whatwg.org/#parsing-a-mime-type
package mimetype

import "strings"

// Type is a MIME type. Type and Subtype are in lower case, as are the names of
// parameters, whose order is kept.
type Type struct {
	Type, Subtype string
	Params        []Param
}

// Param is one parameter.
type Param struct{ Name, Value string }

// Essence is "type/subtype".
func (t Type) Essence() string { return t.Type + "/" + t.Subtype }

// Param is the value of a parameter, "" when it is not there. Name is in lower case.
func (t Type) Param(name string) (value string, ok bool) {
	for _, p := range t.Params {
		if p.Name == name {
			return p.Value, true
		}
	}
	return "", false
}

// IsJavaScript says whether t's essence is one of a JavaScript MIME type.
//
// https://mimesniff.spec.whatwg.org/#javascript-mime-type
func (t Type) IsJavaScript() bool {
	switch t.Essence() {
	case "application/ecmascript", "application/javascript", "application/x-ecmascript",
		"application/x-javascript", "text/ecmascript", "text/javascript", "text/javascript1.0",
		"text/javascript1.1", "text/javascript1.2", "text/javascript1.3", "text/javascript1.4",
		"text/javascript1.5", "text/jscript", "text/livescript", "text/x-ecmascript", "text/x-javascript":
		return true
	}
	return false
}

// Parse parses input, whose characters are bytes; false is the spec's failure.
//
// https://mimesniff.spec.whatwg.org/#parse-a-mime-type
func Parse(input string) (Type, bool) {
	input = strings.Trim(input, whitespace)  // 1
	typ, rest, ok := strings.Cut(input, "/") // 3, 5, 6
	if !ok || !isToken(typ) {                // 4
		return Type{}, false
	}
	subtype, rest, more := strings.Cut(rest, ";")    // 7
	subtype = strings.TrimRight(subtype, whitespace) // 8
	if !isToken(subtype) {                           // 9
		return Type{}, false
	}
	t := Type{Type: strings.ToLower(typ), Subtype: strings.ToLower(subtype)} // 10
	for more {                                                               // 11
		var p Param
		var valid bool
		p, rest, more, valid = parseParam(rest)
		if _, twice := t.Param(p.Name); valid && !twice { // 11.10
			t.Params = append(t.Params, p)
		}
	}
	return t, true
}

// parseParam takes one parameter off s, which starts after a semicolon; more
// says whether another follows.
func parseParam(s string) (p Param, rest string, more, valid bool) {
	s = strings.TrimLeft(s, whitespace) // 11.2
	end := strings.IndexAny(s, ";=")    // 11.3
	if end < 0 {                        // 11.6
		return p, "", false, false
	}
	p.Name = strings.ToLower(s[:end]) // 11.4
	if s[end] == ';' {                // 11.5.1
		return p, s[end+1:], true, false
	}
	s = s[end+1:]                  // 11.5.2
	if strings.HasPrefix(s, `"`) { // 11.8
		p.Value, s = unquote(s)
		_, rest, more = strings.Cut(s, ";")
	} else { // 11.9
		p.Value, rest, more = strings.Cut(s, ";")
		p.Value = strings.TrimRight(p.Value, whitespace)
		if p.Value == "" {
			return p, rest, more, false
		}
	}
	return p, rest, more, isToken(p.Name) && isQuotable(p.Value) // 11.10
}

// unquote collects an HTTP quoted string, extracting its value.
//
// https://fetch.spec.whatwg.org/#collect-an-http-quoted-string
func unquote(s string) (value, rest string) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return b.String(), s[i+1:]
		case c == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), ""
}

// String serializes t.
//
// https://mimesniff.spec.whatwg.org/#serialize-a-mime-type
func (t Type) String() string {
	if len(t.Params) == 0 {
		return t.Essence()
	}
	var b strings.Builder
	b.WriteString(t.Essence())
	for _, p := range t.Params {
		b.WriteByte(';')
		b.WriteString(p.Name)
		b.WriteByte('=')
		if isToken(p.Value) {
			b.WriteString(p.Value)
			continue
		}
		b.WriteByte('"')
		for i := 0; i < len(p.Value); i++ {
			if c := p.Value[i]; c == '"' || c == '\\' {
				b.WriteByte('\\')
			}
			b.WriteByte(p.Value[i])
		}
		b.WriteByte('"')
	}
	return b.String()
}

// whitespace is HTTP whitespace.
const whitespace = "\t\n\r "

// isToken says whether s is one or more HTTP token code points.
func isToken(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0:
			return false
		}
	}
	return s != ""
}

// isQuotable says whether s has only HTTP quoted-string token code points.
func isQuotable(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c != '\t' && c < ' ' || c == 0x7f {
			return false
		}
	}
	return true
}
