package cors

import (
	"net/http"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// list is the tokens of a field's values (its name canonical): nil when there is
// none, and ok false when a value is not a list of tokens.
//
// https://fetch.spec.whatwg.org/#extract-header-list-values and RFC 9110 §5.6.1
func list(h http.Header, name string) (tokens []string, ok bool) {
	for _, value := range h[name] {
		for item := range strings.SplitSeq(value, ",") {
			item = strings.Trim(item, " \t")
			switch {
			case item == "":
			case !httpguts.ValidHeaderFieldName(item): // the grammar of a token
				return nil, false
			default:
				tokens = append(tokens, item)
			}
		}
	}
	return tokens, true
}
