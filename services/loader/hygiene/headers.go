package hygiene

import (
	"net/http"
	"slices"
	"strings"

	"asterism/schemas"
)

// AppendRequest appends a client's request fields to block: all that are
// end-to-end, and Host, which net/http keeps apart. Repeats keep their order;
// the order of different names is net/http's, which is none.
func AppendRequest(block schemas.HeaderBlock, r *http.Request) schemas.HeaderBlock {
	if r.Host != "" {
		block.Append("Host", r.Host)
	}
	listed := Listed(r.Header["Connection"])
	for name, values := range r.Header {
		if hopByHop(name) || listed != nil && slices.Contains(listed, name) {
			continue
		}
		for _, v := range values {
			block.Append(name, v)
		}
	}
	return block
}

// AppendField appends a client's request field, by its canonical name, to block
// if it is end-to-end whatever Connection says.
func AppendField(block schemas.HeaderBlock, name, value string) schemas.HeaderBlock {
	if !hopByHop(name) {
		block.Append(name, value)
	}
	return block
}

// Response yields a worker's response fields by their canonical names.
// Hop-by-hop fields and Content-Length stay out, since the server frames its own
// messages; fields that must not be written on a connection are left out too,
// and counted.
func Response(block schemas.HeaderBlock, yield func(name, value string)) (length string, refused int) {
	var listed []string
	if c, ok := block.Get("Connection"); ok {
		listed = Listed([]string{c})
	}
	for name, value := range block.All() {
		name = http.CanonicalHeaderKey(name)
		switch {
		case hopByHop(name), listed != nil && slices.Contains(listed, name):
		case !valid(name, value):
			refused++
		case name == "Content-Length":
			length = value
		default:
			yield(name, value)
		}
	}
	return length, refused
}

// ReadResponse adds a worker's response fields to h: see Response.
//
// Memory: one slice holds the values of all names that come once.
func ReadResponse(h http.Header, block schemas.HeaderBlock) (length string, refused int) {
	backing := make([]string, 0, 8)
	return Response(block, func(name, value string) {
		if had := h[name]; len(had) > 0 {
			h[name] = append(had, value)
			return
		}
		backing = append(backing, value) // a full one moves; values stay where they were
		h[name] = backing[len(backing)-1 : len(backing) : len(backing)]
	})
}

// ReadRequest adds the fields of a request made on the bus (a fetch()) to h,
// for the upstream connection: without hop-by-hop fields and those the
// connection itself decides (Host, Content-Length, Accept-Encoding, Expect).
func ReadRequest(h http.Header, block schemas.HeaderBlock) (refused int) {
	var listed []string
	if c, ok := block.Get("Connection"); ok {
		listed = Listed([]string{c})
	}
	for name, value := range block.All() {
		name = http.CanonicalHeaderKey(name)
		switch {
		case hopByHop(name), slices.Contains(listed, name),
			name == "Host", name == "Content-Length", name == "Accept-Encoding", name == "Expect":
		case !valid(name, value):
			refused++
		default:
			h[name] = append(h[name], value)
		}
	}
	return refused
}

// AppendResponse appends an upstream's response fields to block, hop-by-hop ones
// left out, sorted by name so that the same response is the same bytes.
func AppendResponse(block schemas.HeaderBlock, h http.Header) schemas.HeaderBlock {
	listed := Listed(h["Connection"])
	names := make([]string, 0, len(h))
	for name := range h {
		if !hopByHop(name) && !slices.Contains(listed, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		for _, v := range h[name] {
			block.Append(name, v)
		}
	}
	return block
}

// Trace is the W3C traceparent to hand on, "" when the client sent none that
// looks like one.
//
// https://www.w3.org/TR/trace-context/#traceparent-header-field-values
func Trace(f Fields) string {
	v, n := f.Field("Traceparent")
	if n != 1 || len(v) < 55 || len(v) > 512 {
		return ""
	}
	bad := func(c rune) bool { return !('0' <= c && c <= '9' || 'a' <= c && c <= 'z' || c == '-') }
	if strings.IndexFunc(v, bad) >= 0 {
		return ""
	}
	return v
}
