package loader

import (
	"testing"

	"asterism/schemas"
)

// What counts as same-site for cookies: who asks, the URLs on the way, and the
// documents around.
func TestSameSiteRequests(t *testing.T) {
	const self, sub, other = "https://a.example", "https://b.a.example", "https://other.example"
	for name, c := range map[string]struct {
		req  schemas.NetRequest
		want bool
		top  string
	}{
		"a user":                           {schemas.NetRequest{}, true, self},
		"the same origin":                  {schemas.NetRequest{Origin: self}, true, self},
		"the same site":                    {schemas.NetRequest{Origin: sub}, true, self},
		"another site":                     {schemas.NetRequest{Origin: other}, false, self},
		"an opaque origin":                 {schemas.NetRequest{Origin: "null"}, false, self},
		"over another site":                {schemas.NetRequest{Origin: self, URLs: []string{other + "/x"}}, false, self},
		"over the same site":               {schemas.NetRequest{Origin: self, URLs: []string{sub + "/x"}}, true, self},
		"in a frame":                       {schemas.NetRequest{Origin: self, Ancestors: []string{self}}, true, self},
		"in another site's frame":          {schemas.NetRequest{Origin: self, Ancestors: []string{other, self}}, false, self},
		"in a frame of another site's":     {schemas.NetRequest{Origin: self, Ancestors: []string{self, other}}, false, other},
		"passed on by a worker":            {schemas.NetRequest{Origin: other, Relation: "cross-site"}, false, self},
		"passed on, of another site's way": {schemas.NetRequest{Origin: self, Relation: "cross-site"}, false, self},
	} {
		c.req.Request = schemas.Request{Method: "GET", URL: self + "/", Mode: "navigate", Destination: "document"}
		course, err := newCourse(&c.req)
		if err == nil {
			err = course.hop()
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := course.sameSite(); got != c.want {
			t.Errorf("%s: same-site %v, want %v", name, got, c.want)
		}
		if got := course.top(); got != c.top {
			t.Errorf("%s: top %s, want %s", name, got, c.top)
		}
	}
}
