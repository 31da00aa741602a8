package schemas

const (
	requestKeepalive = 1 << iota
	requestReload
	requestHistory
	requestPreflight
)

// appendRequest writes a request's fields in FRAME.md's order.
func appendRequest(dst []byte, q *Request) (_ []byte, err error) {
	dst = append(dst, q.flags())
	dst = appendString(dst, q.Method)
	dst = appendString(dst, q.URL)
	if dst, err = appendHeaders(dst, q.Headers); err != nil {
		return dst, err
	}
	return appendBody(appendEnumerations(dst, q), &q.Body)
}

func (q *Request) flags() byte {
	return bitIf(q.Keepalive, requestKeepalive) | bitIf(q.Reload, requestReload) | bitIf(q.History, requestHistory) |
		bitIf(q.Preflight, requestPreflight)
}

// appendManner writes how a request was made: all of it but method, URL, headers
// and body.
func appendManner(dst []byte, q *Request) []byte {
	return appendEnumerations(append(dst, q.flags()), q)
}

func appendEnumerations(dst []byte, q *Request) []byte {
	dst = appendString(dst, q.Mode)
	dst = appendString(dst, q.Credentials)
	dst = appendString(dst, q.Cache)
	dst = appendString(dst, q.Redirect)
	dst = appendString(dst, q.Destination)
	dst = appendString(dst, q.Referrer)
	dst = appendString(dst, q.ReferrerPolicy)
	return appendString(dst, q.Integrity)
}

// request is the inverse of appendRequest.
func (r *frameReader) request(q *Request) {
	r.flags(q)
	q.Method = r.some("Request.Method")
	q.URL = r.some("Request.URL")
	q.Headers = r.headers("Request.Headers")
	r.enumerations(q)
	r.body("Request.Body", &q.Body)
}

// manner is the inverse of appendManner.
func (r *frameReader) manner(q *Request) {
	r.flags(q)
	r.enumerations(q)
}

func (r *frameReader) flags(q *Request) {
	flags := r.byte("Request.Flags", 0xff) // bits that are not known are ignored
	q.Keepalive = flags&requestKeepalive != 0
	q.Reload = flags&requestReload != 0
	q.History = flags&requestHistory != 0
	q.Preflight = flags&requestPreflight != 0
}

func (r *frameReader) enumerations(q *Request) {
	q.Mode = r.string("Request.Mode")
	q.Credentials = r.string("Request.Credentials")
	q.Cache = r.string("Request.Cache")
	q.Redirect = r.string("Request.Redirect")
	q.Destination = r.string("Request.Destination")
	q.Referrer = r.string("Request.Referrer")
	q.ReferrerPolicy = r.string("Request.ReferrerPolicy")
	q.Integrity = r.string("Request.Integrity")
}

// size is at least the number of bytes the request takes, so long as its short
// fields are shorter than 128 bytes; more only costs a growing buffer.
func (q *Request) size() int {
	return 32 + len(q.Method) + len(q.URL) + len(q.Headers) + len(q.Mode) + len(q.Credentials) +
		len(q.Cache) + len(q.Redirect) + len(q.Destination) + len(q.Referrer) + len(q.ReferrerPolicy) +
		len(q.Integrity) + q.Body.size()
}
