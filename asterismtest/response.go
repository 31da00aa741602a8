package asterismtest

import (
	"context"
	"io"
	"net/http"
)

// Response is what a client got.
type Response struct {
	Status int
	Header http.Header
	Body   string
}

// Get asks the front door for a path of the site, or a URL of any site.
func (s *System) Get(ref string) Response {
	s.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, s.resolve(ref), nil)
	s.must(err)
	return s.Do(r)
}

// Do asks the front door. Redirects are not followed.
func (s *System) Do(r *http.Request) Response {
	s.t.Helper()
	ctx, cancel := within()
	defer cancel()
	resp, err := s.Client().Transport.RoundTrip(r.WithContext(ctx))
	if err != nil {
		s.t.Fatalf("asterismtest: %s %s: %v", r.Method, r.URL, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatalf("asterismtest: %s %s: its body: %v", r.Method, r.URL, err)
	}
	return Response{Status: resp.StatusCode, Header: resp.Header, Body: string(body)}
}
