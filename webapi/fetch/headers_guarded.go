package fetch

import (
	"fmt"
	"strings"
)

// HeaderError is a refused header operation; a TypeError in a script.
type HeaderError struct{ Message string }

func (e *HeaderError) Error() string { return e.Message }

// Append adds a field.
//
// https://fetch.spec.whatwg.org/#concept-headers-append
func (h *Headers) Append(name, value string) error {
	value = normalize(value)                     // 1
	if ok, err := h.validate(name, value); !ok { // 2
		return err
	}
	if h.guard == GuardRequestNoCORS { // 3
		whole := value
		if present, ok := h.Get(name); ok {
			whole = present + ", " + value
		}
		if !safelistedNoCORS(name, whole) {
			return nil
		}
	}
	h.Add(name, value)   // 4
	h.removePrivileged() // 5
	return nil
}

// Delete removes every field called name.
//
// https://fetch.spec.whatwg.org/#dom-headers-delete
func (h *Headers) Delete(name string) error {
	if ok, err := h.validate(name, ""); !ok { // 1
		return err
	}
	if h.guard == GuardRequestNoCORS && !safelistedNoCORSName(name) && !equalFold(name, "range") { // 2
		return nil
	}
	if !h.Has(name) { // 3
		return nil
	}
	h.Remove(name)       // 4
	h.removePrivileged() // 5
	return nil
}

// Set replaces the fields called name by one.
//
// https://fetch.spec.whatwg.org/#dom-headers-set
func (h *Headers) Set(name, value string) error {
	value = normalize(value)                     // 1
	if ok, err := h.validate(name, value); !ok { // 2
		return err
	}
	if h.guard == GuardRequestNoCORS && !safelistedNoCORS(name, value) { // 3
		return nil
	}
	h.Put(name, value)   // 4
	h.removePrivileged() // 5
	return nil
}

// validate says whether a change may happen; false with a nil error means that
// it is ignored.
//
// https://fetch.spec.whatwg.org/#headers-validate
func (h *Headers) validate(name, value string) (bool, error) {
	if err := checkName(name); err != nil { // 1
		return false, err
	}
	if err := checkValue(name, value); err != nil {
		return false, err
	}
	switch h.guard {
	case GuardImmutable: // 2
		return false, &HeaderError{"Headers are immutable: copy them with new Headers(headers) and change the copy"}
	case GuardRequest: // 3
		return !ForbiddenRequestHeader(name, value), nil
	case GuardResponse: // 4
		return !equalFold(name, "set-cookie") && !equalFold(name, "set-cookie2"), nil
	}
	return true, nil // 5
}

// removePrivileged is remove privileged no-CORS request-headers, where the
// guard asks for it.
func (h *Headers) removePrivileged() {
	if h.guard == GuardRequestNoCORS {
		h.Remove("range")
	}
}

// checkName says whether name is a header name: RFC 9110's token.
func checkName(name string) error {
	if name == "" {
		return &HeaderError{"Invalid header name: it is empty"}
	}
	for i := 0; i < len(name); i++ {
		if !isToken(name[i]) {
			return &HeaderError{fmt.Sprintf("Invalid header name %q: character %d is not allowed", clip(name), i+1)}
		}
	}
	return nil
}

// checkValue says whether a normalized value is a header value.
func checkValue(name, value string) error {
	if i := strings.IndexAny(value, "\x00\r\n"); i >= 0 {
		return &HeaderError{fmt.Sprintf("Invalid value for header %q: character %d is NUL or a line break", clip(name), i+1)}
	}
	return nil
}

// ValidHeader says whether name and value may be sent as they are.
func ValidHeader(name, value string) bool {
	return checkName(name) == nil && checkValue(name, value) == nil && strings.Trim(value, " \t") == value
}

// normalize trims HTTP whitespace.
func normalize(value string) string { return strings.Trim(value, "\t\n\r ") }

// isToken says whether c is a tchar of RFC 9110.
func isToken(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	}
	return c > ' ' && c < 0x7f && strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0
}

// clip shortens what goes into a message.
func clip(s string) string {
	if len(s) > 60 {
		return s[:60] + "…"
	}
	return s
}
