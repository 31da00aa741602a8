package upstream

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Dial connects, as net.Dialer.DialContext does.
type Dial = func(ctx context.Context, network, address string) (net.Conn, error)

// Options are what all sites share.
type Options struct {
	// Transport reaches upstream servers for the front door, Fetches for fetches.
	// Neither decompresses.
	Transport, Fetches http.RoundTripper
	// UpstreamHost sends the upstream URL's own host in the Host field instead of
	// the origin's.
	UpstreamHost bool
	// TrustForwarded keeps the X-Forwarded-For a client sent and appends to it,
	// which is right only behind another proxy.
	TrustForwarded bool
	// Fail answers a request whose upstream failed before its header came.
	Fail func(w http.ResponseWriter, r *http.Request, err error)
}

// NewTransport is a transport that takes no proxy from the environment. dial may
// be nil: then it connects to whatever it is told, as is right for upstreams,
// which an operator names. It neither asks for a content coding nor undoes one.
func NewTransport(dial Dial, connect, header time.Duration) *http.Transport {
	if dial == nil {
		dial = (&net.Dialer{Timeout: connect, KeepAlive: 30 * time.Second}).DialContext
	}
	return &http.Transport{
		DialContext:           dial,
		TLSHandshakeTimeout:   connect,
		ResponseHeaderTimeout: header,
		ExpectContinueTimeout: time.Second,
		DisableCompression:    true,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          1024,
		MaxIdleConnsPerHost:   256,
		IdleConnTimeout:       90 * time.Second,
		// What comes must fit a bus message or memory.
		MaxResponseHeaderBytes: 1 << 20,
	}
}

// Site is a source, opened.
//
// As a Handler it takes requests of the front door, whose r.Host and
// r.URL.Scheme name the origin, and as a RoundTripper those of a fetch, whose
// r.URL names the origin too.
type Site struct {
	Source
	handler http.Handler
	tripper http.RoundTripper
	close   func() error
}

// Open opens a source: a folder must exist.
func Open(s Source, o Options) (*Site, error) {
	if s.URL != nil {
		p := &proxy{to: s.URL, options: o}
		return &Site{Source: s, handler: p.handler(), tripper: p, close: func() error { return nil }}, nil
	}
	f, err := OpenFolder(s.Folder)
	if err != nil {
		return nil, fmt.Errorf("the upstream folder %s cannot be opened: %w", s.Folder, err)
	}
	return &Site{Source: s, handler: f, tripper: handlerTransport{f}, close: f.Close}, nil
}

// ServeHTTP passes the request on and the answer back, byte for byte.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// An answer without these gets none: nil keeps net/http from making them up.
	w.Header()["Content-Type"] = nil
	s.handler.ServeHTTP(w, r)
}

// RoundTrip performs one fetch, without following redirects.
func (s *Site) RoundTrip(r *http.Request) (*http.Response, error) { return s.tripper.RoundTrip(r) }

// Close releases a folder.
func (s *Site) Close() error { return s.close() }
