package fetch

import (
	"slices"
	"strings"
)

// referrerPolicies is https://w3c.github.io/webappsec-referrer-policy/#enumdef-referrerpolicy
// but for the empty string.
var referrerPolicies = []string{
	"no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin",
	"origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url",
}

// ParseReferrerPolicy is the last policy known in the values of Referrer-Policy
// fields, "" for none.
//
// https://w3c.github.io/webappsec-referrer-policy/#parse-referrer-policy-from-header
func ParseReferrerPolicy(values ...string) (policy string) {
	for _, value := range values {
		for token := range strings.SplitSeq(value, ",") {
			if token = strings.ToLower(normalize(token)); slices.Contains(referrerPolicies, token) {
				policy = token
			}
		}
	}
	return policy
}
