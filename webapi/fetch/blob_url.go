package fetch

import (
	"fmt"
	"strconv"
	"strings"

	"asterism/webapi/blob"
	"asterism/webapi/weburl"
)

// blobEntry is the blob that a URL means now: a request keeps it, so that revoking
// the URL later does no harm. nil: none, or not a blob: URL.
//
// https://fetch.spec.whatwg.org/#concept-request-url
func (x *realm) blobEntry(u *weburl.URL) *blob.Blob {
	if x.opts.Blobs == nil || u.Scheme() != "blob" {
		return nil
	}
	b, _ := x.opts.Blobs.Resolve(or(x.opts.Origin, "null"), u.Href())
	return b
}

// fetchBlob is scheme fetch for "blob".
//
// https://fetch.spec.whatwg.org/#scheme-fetch
func fetchBlob(r *Request) (*Response, error) {
	if or(r.Method, "GET") != "GET" || r.Blob == nil { // 2
		return nil, &NetworkError{Reason: "no blob has this URL, or the method is not GET", Refused: true}
	}
	url, _, _ := strings.Cut(r.URL, "#")
	response := &Response{Type: "basic", URLs: []string{url}, Status: 200, StatusText: "OK", Headers: NewHeaders(GuardNone)} // 8
	part := r.Blob.Bytes
	contentRange := ""
	if value, ok := headerOf(r, "range"); ok { // 13
		from, to, ok := singleRange(value, len(part)) // 13.3 – 13.8
		if !ok {
			return nil, &NetworkError{Reason: "the Range header asks for nothing that the blob has", Refused: true}
		}
		contentRange = fmt.Sprintf("bytes %d-%d/%d", from, to, len(part)) // 13.12
		part = part[from : to+1]
		response.Status, response.StatusText = 206, "Partial Content" // 13.13, 13.14
	}
	response.Body = &Body{Bytes: part}
	response.Headers.Add("content-length", strconv.Itoa(len(part)))
	response.Headers.Add("content-type", r.Blob.Type)
	if contentRange != "" {
		response.Headers.Add("content-range", contentRange)
	}
	return response, nil
}

func headerOf(r *Request, name string) (string, bool) {
	if r.Headers == nil {
		return "", false
	}
	return r.Headers.Get(name)
}

// singleRange gives the first and last byte that a Range header means of length.
//
// https://fetch.spec.whatwg.org/#simple-range-header-value
func singleRange(value string, length int) (from, to int, ok bool) {
	rest, ok := strings.CutPrefix(value, "bytes") // 2, 3
	if !ok {
		return 0, 0, false
	}
	rest, ok = strings.CutPrefix(strings.TrimLeft(rest, "\t "), "=") // 4 – 6
	first, last, dash := strings.Cut(rest, "-")                      // 10 – 12
	first, last = strings.Trim(first, "\t "), strings.Trim(last, "\t ")
	from, fromErr := number(first)
	to, toErr := number(last)
	switch {
	case !ok, !dash, fromErr, toErr, first == "" && last == "": // 15
		return 0, 0, false
	case first == "":
		return max(length-to, 0), length - 1, to > 0 && length > 0
	case last == "":
		to = length - 1
	case from > to: // 18
		return 0, 0, false
	}
	return from, min(to, length-1), from < length
}

// number reads ASCII digits; none are 0.
func number(digits string) (n int, bad bool) {
	if digits == "" {
		return 0, false
	}
	if strings.Trim(digits, "0123456789") != "" {
		return 0, true
	}
	n, err := strconv.Atoi(digits)
	return n, err != nil
}
