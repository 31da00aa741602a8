package cachematch

import (
	"testing"

	"asterism/schemas"
)

func entry(url, vary string, asked ...string) schemas.CacheEntry {
	e := schemas.CacheEntry{Request: schemas.Request{Method: "GET", URL: url}, Response: schemas.Response{Type: "basic"}}
	for i := 0; i < len(asked); i += 2 {
		e.Request.Headers.Append(asked[i], asked[i+1])
	}
	if vary != "" {
		e.Response.Headers.Append("vary", vary)
	}
	return e
}

func asks(method, url string, headers ...string) Query {
	return Query{Method: method, URL: url, Header: func(name string) (string, bool) {
		for i := 0; i < len(headers); i += 2 {
			if headers[i] == name {
				return headers[i+1], true
			}
		}
		return "", false
	}}
}

func TestMatches(t *testing.T) {
	const url = "https://a.example/x?y"
	opaque := entry(url, "accept", "accept", "a")
	opaque.Response.Type = "opaque"
	search := asks("GET", "https://a.example/x?other#f")
	search.IgnoreSearch = true
	method := asks("POST", url)
	method.IgnoreMethod = true
	varied := asks("GET", url, "accept", "b")
	varied.IgnoreVary = true
	for what, c := range map[string]struct {
		q    Query
		e    schemas.CacheEntry
		want bool
	}{
		"the same":                   {asks("GET", url), entry(url, ""), true},
		"fragments":                  {asks("GET", url+"#a"), entry(url+"#b", ""), true},
		"another query":              {asks("GET", url+"z"), entry(url, ""), false},
		"another query, ignored":     {search, entry(url, ""), true},
		"another method":             {asks("POST", url), entry(url, ""), false},
		"another method, ignored":    {method, entry(url, ""), true},
		"vary, in two cases":         {asks("GET", url, "Accept", "a"), entry(url, "Accept , ", "accept", "a"), true},
		"vary, in lower case":        {asks("GET", url, "accept", "a"), entry(url, "accept", "accept", "a"), true},
		"vary, another":              {asks("GET", url, "accept", "b"), entry(url, "accept", "accept", "a"), false},
		"vary, absent":               {asks("GET", url), entry(url, "accept", "accept", "a"), false},
		"vary, absent in both":       {asks("GET", url), entry(url, "accept"), true},
		"vary, ignored":              {varied, entry(url, "accept", "accept", "a"), true},
		"vary *":                     {asks("GET", url), entry(url, "*"), false},
		"vary of an opaque response": {asks("GET", url, "accept", "b"), opaque, true},
	} {
		if got := c.q.Matches(c.e); got != c.want {
			t.Errorf("%s: %t", what, got)
		}
	}
}
