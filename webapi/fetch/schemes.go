package fetch

import (
	"strings"

	"asterism/webapi/dataurl"
)

// local answers what needs no network: about: and data: URLs. ok is false for
// the others.
//
// https://fetch.spec.whatwg.org/#scheme-fetch
func local(q *Request) (p *Response, err error, ok bool) {
	scheme, _, _ := strings.Cut(q.URL, ":")
	p = &Response{Type: "basic", URLs: []string{q.URL}, Status: 200, StatusText: "OK", Headers: NewHeaders(GuardImmutable)}
	switch scheme {
	case "about": // only navigations get that far
		return nil, &NetworkError{Reason: "about: URLs cannot be fetched"}, true
	case "data":
		kind, data, fine := dataurl.Process(q.URL)
		if !fine {
			return nil, &NetworkError{Reason: "the data: URL does not parse"}, true
		}
		p.Headers.Add("Content-Type", kind.String())
		p.Body = &Body{Bytes: data}
	case "blob":
		p, err = fetchBlob(q)
		return p, err, true
	default:
		return nil, nil, false
	}
	if q.Method == "HEAD" {
		p.Body = nil
	}
	return p, nil, true
}
