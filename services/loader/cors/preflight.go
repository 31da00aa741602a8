package cors

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// defaultMaxAge is how long an answer without Access-Control-Max-Age is kept.
	defaultMaxAge = 5 * time.Second
	// longestMaxAge is the most that is believed.
	longestMaxAge = 2 * time.Hour
)

// Question is what a preflight asks.
type Question struct {
	Origin      string // the request's
	URL         string // the request's, without its fragment
	Method      string
	Names       []string // see UnsafeNames
	Credentials string   // the request's credentials mode
	Forced      bool     // the use-CORS-preflight flag
}

// Needed says whether a request must be asked for first.
//
// https://fetch.spec.whatwg.org/#concept-main-fetch step 12
func (q *Question) Needed() bool {
	return q.Forced || !SafelistedMethod(q.Method) || len(q.Names) > 0
}

// Header is the fields that ask it.
//
// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0 steps 1 to 5
func (q *Question) Header() http.Header {
	h := http.Header{
		"Accept":                        {"*/*"},
		"Access-Control-Request-Method": {q.Method},
		"Origin":                        {q.Origin},
	}
	if len(q.Names) > 0 {
		h["Access-Control-Request-Headers"] = []string{strings.Join(q.Names, ",")}
	}
	return h
}

// Grant is what a preflight's answer allows, and for how long from then.
type Grant struct {
	Methods, Names []string // Names in lower case
	MaxAge         time.Duration
}

// Answer reads a preflight's answer. An error means that the request must not
// be made, and says why.
//
// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0 step 7
func (q *Question) Answer(status int, h http.Header) (Grant, error) {
	if err := Check(q.Origin, q.Credentials, h); err != nil { // 7
		return Grant{}, fmt.Errorf("the preflight failed: %w", err)
	}
	if status < 200 || status > 299 {
		return Grant{}, fmt.Errorf("the preflight was answered with the status %d", status)
	}
	methods, ok := list(h, "Access-Control-Allow-Methods") // 7.1
	names, fine := list(h, "Access-Control-Allow-Headers") // 7.2
	if !ok || !fine {                                      // 7.3
		return Grant{}, fmt.Errorf("the preflight's answer has Access-Control fields that do not parse")
	}
	if methods == nil && q.Forced { // 7.4
		methods = []string{q.Method}
	}
	for i, name := range names {
		names[i] = strings.ToLower(name)
	}
	g := Grant{Methods: methods, Names: names, MaxAge: maxAge(h)} // 7.8 – 7.10
	return g, q.allowed(&g)
}

// allowed is steps 7.5 to 7.7.
func (q *Question) allowed(g *Grant) error {
	wildcard := q.Credentials != "include"
	if !slices.Contains(g.Methods, q.Method) && !SafelistedMethod(q.Method) && !(wildcard && slices.Contains(g.Methods, "*")) {
		return fmt.Errorf("the preflight's answer does not allow the method %s", q.Method)
	}
	for _, name := range q.Names {
		if slices.Contains(g.Names, name) {
			continue
		}
		if name == "authorization" || !wildcard || !slices.Contains(g.Names, "*") {
			return fmt.Errorf("the preflight's answer does not allow the header %s", name)
		}
	}
	return nil
}

// maxAge is Access-Control-Max-Age, clamped.
func maxAge(h http.Header) time.Duration {
	values := h["Access-Control-Max-Age"]
	if len(values) != 1 {
		return defaultMaxAge
	}
	seconds, err := strconv.ParseUint(strings.Trim(values[0], " \t"), 10, 32)
	if err != nil {
		return defaultMaxAge
	}
	return min(time.Duration(seconds)*time.Second, longestMaxAge)
}
