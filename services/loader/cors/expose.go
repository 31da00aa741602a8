package cors

import (
	"net/http"
	"slices"
	"strings"
)

// Expose removes what a CORS filtered response does not have: all fields but
// the safelisted ones and those the server exposes.
//
// https://fetch.spec.whatwg.org/#concept-filtered-response-cors
// https://fetch.spec.whatwg.org/#concept-main-fetch step 14
func Expose(credentials string, h http.Header) {
	exposed, _ := list(h, "Access-Control-Expose-Headers") // a failure is an empty list
	all := credentials != "include" && slices.Contains(exposed, "*")
	for i, name := range exposed {
		exposed[i] = strings.ToLower(name)
	}
	for name := range h {
		lower := strings.ToLower(name)
		if lower == "set-cookie" || lower == "set-cookie2" || !all && !safelistedResponse(lower) && !slices.Contains(exposed, lower) {
			delete(h, name)
		}
	}
}
