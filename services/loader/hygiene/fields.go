package hygiene

import "net/http"

// Fields is a message's header fields.
type Fields interface {
	// Field is the first value of a field, by its canonical name, and how many
	// there are.
	Field(name string) (value string, n int)
}

// Header makes Fields of net/http's.
type Header http.Header

// Field implements Fields.
func (h Header) Field(name string) (value string, n int) {
	values := h[name]
	if len(values) == 0 {
		return "", 0
	}
	return values[0], len(values)
}

// First is a field's first value, "" for none.
func First(f Fields, name string) string {
	value, _ := f.Field(name)
	return value
}
