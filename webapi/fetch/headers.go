package fetch

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// Guard says who may change a Headers, and how.
//
// https://fetch.spec.whatwg.org/#headers-class
type Guard uint8

const (
	GuardNone Guard = iota
	GuardImmutable
	GuardRequest
	GuardRequestNoCORS
	GuardResponse
	// GuardServerResponse is GuardResponse for workers that are servers: it
	// lets Set-Cookie and Set-Cookie2 through.
	GuardServerResponse
)

// Headers is a header list with a guard: ordered, names compared without
// regard to case, repeats kept. Names and values are byte strings (a JS
// character U+00E9 is the byte 0xE9).
//
// Methods named as in JavaScript (Append, Delete, Set) obey the guard and
// check what they are given; they return a *HeaderError, which is a TypeError
// in a script. Add, Put and Remove are for Go: no guard, no checks.
//
// The zero value and a nil *Headers are empty lists (nil: read only). A
// Headers is not safe for concurrent use.
type Headers struct {
	guard  Guard
	fill   func(yield func(name, value string) bool) // not run yet
	list   []Field
	sorted []Field // sort and combine; nil after a change
	// first finds the first field of a name in lower case, once the list is
	// long; nil: not made yet, or out of date.
	first map[string]int
}

// long is the length from which a list keeps an index.
const long = 32

// Field is one header.
type Field struct{ Name, Value string }

// NewHeaders makes an empty list.
func NewHeaders(g Guard) *Headers { return &Headers{guard: g} }

// LazyHeaders makes a list that is filled from fill when somebody first looks
// at it. fill may be run more than once.
func LazyHeaders(g Guard, fill func(yield func(name, value string) bool)) *Headers {
	return &Headers{guard: g, fill: fill}
}

// Guard is the list's guard.
func (h *Headers) Guard() Guard {
	if h == nil {
		return GuardImmutable
	}
	return h.guard
}

// SetGuard changes the guard.
func (h *Headers) SetGuard(g Guard) { h.guard = g }

// Clone copies the list under another guard. Filling stays lazy.
func (h *Headers) Clone(g Guard) *Headers {
	if h == nil {
		return NewHeaders(g)
	}
	return &Headers{guard: g, fill: h.fill, list: slices.Clone(h.list)}
}

// All yields the fields in order, each repeat on its own. It does not fill a
// lazy list.
func (h *Headers) All() iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		if h == nil {
			return
		}
		if h.fill != nil {
			h.fill(yield)
			return
		}
		for _, f := range h.list {
			if !yield(f.Name, f.Value) {
				return
			}
		}
	}
}

// Len is the number of fields.
func (h *Headers) Len() int { return len(h.fields()) }

// Get is the values of name joined with ", ".
//
// https://fetch.spec.whatwg.org/#concept-header-list-get
func (h *Headers) Get(name string) (value string, ok bool) {
	fields := h.fields()
	i := h.find(name)
	if i < 0 {
		return "", false
	}
	value, fields = fields[i].Value, fields[i+1:]
	if index(fields, name) < 0 {
		return value, true
	}
	var b strings.Builder
	b.WriteString(value)
	for _, f := range fields {
		if equalFold(f.Name, name) {
			b.WriteString(", ")
			b.WriteString(f.Value)
		}
	}
	return b.String(), true
}

// Has says whether there is a field called name.
func (h *Headers) Has(name string) bool { return h.find(name) >= 0 }

// GetSetCookie is the value of each Set-Cookie field.
func (h *Headers) GetSetCookie() []string {
	var values []string
	for _, f := range h.fields() {
		if equalFold(f.Name, "set-cookie") {
			values = append(values, f.Value)
		}
	}
	return values
}

// Add appends a field.
//
// https://fetch.spec.whatwg.org/#concept-header-list-append
func (h *Headers) Add(name, value string) {
	if i := h.find(name); i >= 0 {
		name = h.list[i].Name
	}
	h.push(name, value)
}

func (h *Headers) push(name, value string) {
	if h.first != nil {
		if lower := strings.ToLower(name); h.find(lower) < 0 {
			h.first[lower] = len(h.list)
		}
	}
	h.list, h.sorted = append(h.list, Field{name, value}), nil
}

// Put sets the first field called name and removes the others.
//
// https://fetch.spec.whatwg.org/#concept-header-list-set
func (h *Headers) Put(name, value string) {
	i := h.find(name)
	if i < 0 {
		h.push(name, value)
		return
	}
	h.list[i].Value = value
	rest := slices.DeleteFunc(h.list[i+1:], func(f Field) bool { return equalFold(f.Name, name) })
	if i+1+len(rest) < len(h.list) {
		h.list, h.first = h.list[:i+1+len(rest)], nil
	}
	h.sorted = nil
}

// Remove removes every field called name.
//
// https://fetch.spec.whatwg.org/#concept-header-list-delete
func (h *Headers) Remove(name string) {
	if h.find(name) < 0 {
		return
	}
	h.list = slices.DeleteFunc(h.list, func(f Field) bool { return equalFold(f.Name, name) })
	h.sorted, h.first = nil, nil
}

// Clear removes every field.
func (h *Headers) Clear() { h.fill, h.list, h.sorted, h.first = nil, nil, nil, nil }

// Sorted is the list as scripts iterate it: names in lower case and order,
// values joined, Set-Cookie apart. The result must not be changed.
//
// https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine
func (h *Headers) Sorted() []Field {
	fields := h.fields()
	if len(fields) == 0 {
		return nil
	}
	if h.sorted != nil {
		return h.sorted
	}
	lower := make([]Field, len(fields))
	for i, f := range fields {
		lower[i] = Field{strings.ToLower(f.Name), f.Value}
	}
	slices.SortStableFunc(lower, func(a, b Field) int { return cmp.Compare(a.Name, b.Name) })
	h.sorted = combine(lower)
	return h.sorted
}

// combine joins neighbours of the same name, except Set-Cookie.
func combine(sorted []Field) []Field {
	out := sorted[:0]
	for i := 0; i < len(sorted); {
		f, end := sorted[i], i+1
		if f.Name != "set-cookie" {
			for end < len(sorted) && sorted[end].Name == f.Name {
				end++
			}
		}
		if end-i > 1 {
			values := make([]string, 0, end-i)
			for _, g := range sorted[i:end] {
				values = append(values, g.Value)
			}
			f.Value = strings.Join(values, ", ")
		}
		out, i = append(out, f), end
	}
	return out
}

// fields is the list, filled.
func (h *Headers) fields() []Field {
	if h == nil {
		return nil
	}
	if fill := h.fill; fill != nil {
		h.fill = nil
		fill(func(name, value string) bool {
			h.list = append(h.list, Field{name, value})
			return true
		})
	}
	return h.list
}

// find is the position of the first field called name, or -1.
func (h *Headers) find(name string) int {
	fields := h.fields()
	if len(fields) < long {
		return index(fields, name)
	}
	if h.first == nil {
		h.first = make(map[string]int, len(fields))
		for i, f := range fields {
			lower := strings.ToLower(f.Name)
			if _, there := h.first[lower]; !there {
				h.first[lower] = i
			}
		}
	}
	if i, ok := h.first[strings.ToLower(name)]; ok {
		return i
	}
	return -1
}

// index finds the first field called name, or -1.
func index(fields []Field, name string) int {
	for i := range fields {
		if equalFold(fields[i].Name, name) {
			return i
		}
	}
	return -1
}

// equalFold is a byte-case-insensitive match.
func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i < len(a); i++ {
		x, y := a[i], b[i]
		if x == y {
			continue
		}
		if x |= 0x20; x != y|0x20 || x < 'a' || x > 'z' {
			return false
		}
	}
	return true
}
