package policy

import (
	"strings"

	"asterism/schemas"
	"asterism/webapi/fetch"
)

// Container is what a script's response says of its worker's policy container:
// the Content-Security-Policy fields and the referrer policy, "" for none.
//
// https://html.spec.whatwg.org/#creating-a-policy-container-from-a-fetch-response
func Container(h schemas.HeaderBlock) (csp []string, referrer string) {
	var policies []string
	for name, value := range h.All() {
		switch strings.ToLower(name) {
		case "content-security-policy":
			csp = append(csp, strings.Clone(value))
		case "referrer-policy":
			policies = append(policies, value)
		}
	}
	return csp, fetch.ParseReferrerPolicy(policies...)
}
