// Package referrer is Referrer Policy: what a request's Referer field says.
//
// https://w3c.github.io/webappsec-referrer-policy/
package referrer

import (
	"net/http"
	"slices"
	"strings"

	"asterism/webapi/weburl"
)

// Default is the policy of who has none.
const Default = "strict-origin-when-cross-origin"

// longest is the length from which only the origin is sent, in bytes.
const longest = 4096

var policies = []string{
	"no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin",
	"origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url",
}

// Parse is the last policy known in a message's Referrer-Policy fields, ""
// for none.
//
// https://w3c.github.io/webappsec-referrer-policy/#parse-referrer-policy-from-header
func Parse(h http.Header) (policy string) {
	for _, value := range h["Referrer-Policy"] {
		for token := range strings.SplitSeq(value, ",") {
			if token = strings.ToLower(strings.Trim(token, " \t")); slices.Contains(policies, token) {
				policy = token
			}
		}
	}
	return policy
}

// Determine is the URL to send as Referer with a request to a URL from one whose
// URL is from; "" for none. An unknown policy is the default one.
//
// https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer
func Determine(policy, from string, to *weburl.URL) string {
	source, err := weburl.Parse(from)
	if err != nil || !source.HTTP() {
		return ""
	}
	origin := source.Origin() + "/" // 4
	full := strip(source)           // 3
	if len(full) > longest {        // 5
		full = origin
	}
	same := weburl.SameOrigin(source, to)
	downgrade := source.Scheme() == "https" && !Trustworthy(to)
	switch policy { // 8
	case "no-referrer":
		return ""
	case "origin":
		return origin
	case "unsafe-url":
		return full
	case "same-origin":
		if same {
			return full
		}
		return ""
	case "strict-origin":
		if downgrade {
			return ""
		}
		return origin
	case "origin-when-cross-origin":
		if same {
			return full
		}
		return origin
	case "no-referrer-when-downgrade":
		if downgrade {
			return ""
		}
		return full
	}
	switch { // strict-origin-when-cross-origin
	case same:
		return full
	case downgrade:
		return ""
	}
	return origin
}

// strip is a URL without user name, password and fragment.
//
// https://w3c.github.io/webappsec-referrer-policy/#strip-url
func strip(u *weburl.URL) string {
	query := u.Search()
	if query == "" && u.HasQuery() {
		query = "?"
	}
	return u.Origin() + u.Pathname() + query
}

// Trustworthy says whether a URL is potentially trustworthy.
//
// https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy
func Trustworthy(u *weburl.URL) bool { return weburl.Trustworthy(u) }
