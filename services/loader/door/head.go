package door

import (
	"bytes"
	"net/http"
	"net/textproto"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// maxFields is the most header fields a request of the lane may have.
const maxFields = 64

// Field is a header field. Name is in its canonical form.
type Field struct{ Name, Value string }

// Head is a request's first line and header. Its strings stay valid.
type Head struct {
	Method string // GET or HEAD
	Target string // as it was sent; begins with one slash
	Host   string
	Fields []Field // in order, without Host; only until the next request is read
}

// Field is the first value of a field, by its canonical name, and how many there
// are.
func (h *Head) Field(name string) (value string, n int) {
	for i := range h.Fields {
		if h.Fields[i].Name == name {
			if n == 0 {
				value = h.Fields[i].Value
			}
			n++
		}
	}
	return value, n
}

// verdict is what a buffer begins with.
type verdict int

const (
	more  verdict = iota // the beginning of a simple head
	plain                // a whole simple head
	other                // something for net/http
)

// parse reads the head at the beginning of buf, n bytes long, into h. It takes
// only what leaves no doubt, and means the same to net/http: anything else is
// other, as soon as it is seen.
//
// https://www.rfc-editor.org/rfc/rfc9112#section-3
func (h *Head) parse(buf []byte) (n int, v verdict) {
	*h = Head{Fields: h.Fields[:0]}
	n = len(buf)
	if end := bytes.Index(buf, []byte("\r\n\r\n")); end >= 0 {
		n = end + 4
	}
	text := string(buf[:n]) // the strings of the head are parts of it
	line, left, whole := strings.Cut(text, "\r\n")
	if !whole {
		return 0, beginning(text)
	}
	if !h.requestLine(line) {
		return 0, other
	}
	for hosts := 0; ; {
		line, left, whole = strings.Cut(left, "\r\n")
		if !whole && strings.IndexByte(line, '\n') < 0 {
			return 0, more
		}
		if line == "" {
			if hosts != 1 || h.Host == "" {
				return 0, other
			}
			return n, plain
		}
		name, value, ok := field(line)
		if !ok || len(h.Fields) == maxFields {
			return 0, other
		}
		switch name {
		case "Host":
			hosts++
			h.Host = value
			continue
		case "Connection":
			if !strings.EqualFold(value, "keep-alive") {
				return 0, other
			}
		case "Content-Length", "Transfer-Encoding", "Upgrade", "Expect", "Trailer", "Te", "Http2-Settings",
			"Pragma": // net/http makes Cache-Control of it
			return 0, other
		}
		h.Fields = append(h.Fields, Field{name, value})
	}
}

// beginning says whether part of a request line may become one of the lane's.
func beginning(part string) verdict {
	for _, want := range []string{"GET /", "HEAD /"} {
		if (strings.HasPrefix(part, want) || strings.HasPrefix(want, part)) && strings.IndexByte(part, '\n') < 0 {
			return more
		}
	}
	return other
}

// requestLine reads "GET /target HTTP/1.1".
func (h *Head) requestLine(line string) bool {
	var version string
	var ok bool
	if h.Method, line, ok = strings.Cut(line, " "); !ok || h.Method != http.MethodGet && h.Method != http.MethodHead {
		return false
	}
	h.Target, version, ok = strings.Cut(line, " ")
	return ok && version == "HTTP/1.1" && target(h.Target)
}

// target says whether a request target is in origin form and means the same to
// everyone: no second slash in front, no bytes that a URL cannot have, whole
// escapes.
func target(s string) bool {
	if s == "" || s[0] != '/' || strings.HasPrefix(s, "//") {
		return false
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c <= ' ' || c >= 0x7f || c == '#':
			return false
		case c == '%' && (i+2 >= len(s) || !hex(s[i+1]) || !hex(s[i+2])):
			return false
		}
	}
	return true
}

func hex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// field reads "Name: value". The name is a token right before the colon, the
// value has no control characters, not even tabs.
//
// https://www.rfc-editor.org/rfc/rfc9110#section-5.5
func field(row string) (name, value string, ok bool) {
	colon := strings.IndexByte(row, ':')
	if colon <= 0 {
		return "", "", false
	}
	name, value = row[:colon], strings.Trim(row[colon+1:], " ")
	if !httpguts.ValidHeaderFieldName(name) {
		return "", "", false
	}
	for i := range len(value) {
		if value[i] < ' ' || value[i] == 0x7f {
			return "", "", false
		}
	}
	return textproto.CanonicalMIMEHeaderKey(name), value, true
}
