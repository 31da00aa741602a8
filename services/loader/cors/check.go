package cors

import (
	"fmt"
	"net/http"
	"strings"
)

// Check is the CORS check; nil when the response may be shared with origin.
// Its error says what the server would have to send.
//
// https://fetch.spec.whatwg.org/#concept-cors-check
func Check(origin, credentials string, h http.Header) error {
	allowed, ok := combined(h, "Access-Control-Allow-Origin") // 1
	switch {
	case !ok: // 2
		return fmt.Errorf("the response has no Access-Control-Allow-Origin, which %s would need", origin)
	case credentials != "include" && allowed == "*": // 3
		return nil
	case allowed != origin: // 4
		return fmt.Errorf("the response's Access-Control-Allow-Origin is %q, not %s", allowed, origin)
	case credentials != "include": // 5
		return nil
	}
	if v, _ := combined(h, "Access-Control-Allow-Credentials"); v != "true" { // 6, 7
		return fmt.Errorf("the request has credentials, and the response's Access-Control-Allow-Credentials is not \"true\"")
	}
	return nil
}

// combined is the values of a field, its name canonical, joined with ", ".
//
// https://fetch.spec.whatwg.org/#concept-header-list-get
func combined(h http.Header, name string) (string, bool) {
	values := h[name]
	return strings.Join(values, ", "), len(values) > 0
}
