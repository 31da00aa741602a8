package asterismtest

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Received is a request that came to a site: no worker and no cache answered it.
type Received struct {
	Method string
	URL    string
	Header http.Header
}

// network is every site there is, as one handler: the Host field and
// X-Forwarded-Proto say which is meant. The connection to a site that is not
// there, or is offline, is closed without an answer.
type network struct {
	mu       sync.Mutex
	sites    map[string]http.Handler // by origin
	offline  bool
	received []Received
}

func newNetwork(sites map[string]http.Handler) *network { return &network{sites: sites} }

func (n *network) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("X-Forwarded-Proto") + "://" + r.Host
	r.Header.Del("X-Forwarded-Proto")
	r.Header.Del("X-Forwarded-Host")
	r.Header.Del("X-Forwarded-For")
	n.mu.Lock()
	site, offline := n.sites[origin], n.offline
	if site != nil && !offline {
		n.received = append(n.received, Received{Method: r.Method, URL: origin + r.RequestURI, Header: r.Header.Clone()})
	}
	n.mu.Unlock()
	if site == nil || offline {
		panic(http.ErrAbortHandler)
	}
	site.ServeHTTP(w, r)
}

// transport sends every request to one server, which is told the origin meant.
type transport struct{ to string }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	to, err := url.Parse(t.to)
	if err != nil {
		return nil, err
	}
	out := r.Clone(r.Context())
	out.Host = r.URL.Host
	out.Header.Set("X-Forwarded-Proto", r.URL.Scheme)
	out.URL.Scheme, out.URL.Host = to.Scheme, to.Host
	out.Close = true // connections end with their requests, and so before the test
	resp, err := http.DefaultTransport.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	resp.Request = r
	return resp, nil
}

// Serve puts another site at an origin such as "https://cdn.test", or replaces the
// one that is there; nil takes it away.
func (s *System) Serve(origin string, site http.Handler) {
	s.t.Helper()
	if originOf(origin) != origin {
		s.t.Fatalf("asterismtest: %q is not an origin such as https://cdn.test", origin)
	}
	s.network.mu.Lock()
	defer s.network.mu.Unlock()
	s.network.sites[origin] = site
}

// Offline takes every site off the network, or puts them back.
func (s *System) Offline(offline bool) {
	s.network.mu.Lock()
	defer s.network.mu.Unlock()
	s.network.offline = offline
}

// Received is the requests that came to the sites so far, the oldest first.
func (s *System) Received() []Received {
	s.network.mu.Lock()
	defer s.network.mu.Unlock()
	return append([]Received(nil), s.network.received...)
}

// Files is a site of files in memory, by path without the leading slash. A folder
// is its index.html.
type Files struct {
	mu    sync.Mutex
	files map[string]string
}

// NewFiles makes a site.
func NewFiles(files map[string]string) *Files {
	f := &Files{files: map[string]string{}}
	for name, content := range files {
		f.files[name] = content
	}
	return f
}

// Set writes a file: for the next version of a worker, say.
func (f *Files) Set(name, content string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.files[name] = content
}

// ServeHTTP answers with a file, which caches are to ask about each time.
func (f *Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	f.mu.Lock()
	content, ok := f.files[name]
	f.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeContent(w, r, name, time.Time{}, strings.NewReader(content))
}
