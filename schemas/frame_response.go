package schemas

import "encoding/binary"

// What a reply's frame holds, as bits of a byte.
const (
	holdsResponse = 1 << iota
	holdsError
)

// appendResponse writes a response's fields in FRAME.md's order.
func appendResponse(dst []byte, p *Response) (_ []byte, err error) {
	dst = binary.AppendUvarint(dst, uint64(p.Status))
	dst = appendString(dst, p.StatusText)
	dst = appendString(dst, p.Type)
	if len(p.URLs) > MaxURLs {
		return dst, badMessage("Response.URLs: %d URLs; expected at most %d", len(p.URLs), MaxURLs)
	}
	dst = appendURLs(dst, p.URLs)
	if dst, err = appendHeaders(dst, p.Headers); err != nil {
		return dst, err
	}
	return appendBody(dst, &p.Body)
}

// response is the inverse of appendResponse.
func (r *frameReader) response(p *Response) {
	status := r.uint("Response.Status")
	if status > 999 {
		r.fail("Response.Status: %d; expected at most 999", status)
	}
	p.Status = uint16(status)
	p.StatusText = r.string("Response.StatusText")
	p.Type = r.string("Response.Type")
	p.URLs = r.urls("Response.URLs")
	p.Headers = r.headers("Response.Headers")
	r.body("Response.Body", &p.Body)
}

// holds says whether there is anything to write.
func (p *Response) holds() bool {
	return p.Status != 0 || p.Type != "" || p.Body.Kind != BodyNone || len(p.Headers) > 0 || len(p.URLs) > 0 || p.StatusText != ""
}

func (p *Response) size() int {
	n := 24 + len(p.StatusText) + len(p.Type) + len(p.Headers) + p.Body.size()
	for _, u := range p.URLs {
		n += 3 + len(u)
	}
	return n
}

// appendError writes an error's fields in FRAME.md's order.
func appendError(dst []byte, e *Error) []byte {
	dst = appendString(dst, string(e.Code))
	dst = appendString(dst, e.Message)
	dst = appendString(dst, e.Exception)
	return appendString(dst, e.Ref)
}

// error is the inverse of appendError.
func (r *frameReader) error(e *Error) {
	e.Code = Code(r.some("Error.Code"))
	e.Message = r.string("Error.Message")
	e.Exception = r.string("Error.Exception")
	e.Ref = r.string("Error.Ref")
}

func (e *Error) size() int {
	return 16 + len(e.Code) + len(e.Message) + len(e.Exception) + len(e.Ref)
}
