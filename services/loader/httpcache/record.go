package httpcache

import (
	"io"
	"net/http"
)

// Record is body, and keeps s with what is read of it once it has been read to
// its end. length is the body's, -1 when unknown.
func (c *Cache) Record(partition, url string, request http.Header, s *Stored, body io.ReadCloser, length int64) io.ReadCloser {
	if c.each <= 0 || length > c.each {
		return body
	}
	return &recorder{ReadCloser: body, left: c.each, length: length, keep: func(data []byte) {
		s.Body = data
		c.Put(partition, url, request, s)
	}}
}

type recorder struct {
	io.ReadCloser
	data   []byte
	left   int64
	length int64
	keep   func([]byte) // nil: done, or too long
}

func (r *recorder) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if r.keep == nil {
		return n, err
	}
	if r.left -= int64(n); r.left < 0 {
		r.data, r.keep = nil, nil
		return n, err
	}
	if r.data == nil && r.length > 0 {
		r.data = make([]byte, 0, r.length)
	}
	r.data = append(r.data, p[:n]...)
	if r.length >= 0 && int64(len(r.data)) == r.length || err == io.EOF && r.length < 0 {
		r.keep(r.data)
		r.keep = nil
	}
	return n, err
}
