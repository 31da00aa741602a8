package cors

import (
	"iter"
	"slices"
	"strings"

	"asterism/webapi/fetch"
)

// SafelistedMethod says whether a method needs no preflight.
//
// https://fetch.spec.whatwg.org/#cors-safelisted-method
func SafelistedMethod(method string) bool {
	return method == "GET" || method == "HEAD" || method == "POST"
}

// UnsafeNames is the CORS-unsafe request-header names of a list: sorted, in
// lower case, each once.
//
// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
func UnsafeNames(headers iter.Seq2[string, string]) []string {
	var unsafe, perhaps []string
	size := 0
	for name, value := range headers {
		if fetch.SafelistedRequestHeader(name, value) {
			perhaps = append(perhaps, strings.ToLower(name))
			size += len(value)
			continue
		}
		unsafe = append(unsafe, strings.ToLower(name))
	}
	if size > 1024 {
		unsafe = append(unsafe, perhaps...)
	}
	slices.Sort(unsafe)
	return slices.Compact(unsafe)
}

// safelistedResponse says whether scripts always see a response field.
//
// https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
func safelistedResponse(lower string) bool {
	switch lower {
	case "cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma":
		return true
	}
	return false
}
