package weburl

import (
	"slices"
	"unicode/utf8"
)

// Params is a URLSearchParams object: a list of pairs, linked to a URL's query
// when it came from one.
//
// https://url.spec.whatwg.org/#interface-urlsearchparams
type Params struct {
	pairs []Pair
	url   *URL // whose query follows; nil: none
}

// NewParams makes one from a query, with or without its "?".
func NewParams(query string) *Params {
	if len(query) > 0 && query[0] == '?' {
		query = query[1:]
	}
	return &Params{pairs: ParseForm(query)}
}

// ParamsOf is the live parameters of u: changes of them change u's query. A
// URL must have one Params only; after changing u's query by other means call
// Reload.
func ParamsOf(u *URL) *Params {
	p := &Params{url: u}
	p.Reload()
	return p
}

// Reload reads the URL's query again.
func (p *Params) Reload() {
	p.pairs = nil
	if s := p.url.Search(); s != "" {
		p.pairs = ParseForm(s[1:])
	}
}

// Len is the number of pairs.
func (p *Params) Len() int { return len(p.pairs) }

// At is the i-th pair; false past the end.
func (p *Params) At(i int) (Pair, bool) {
	if i < 0 || i >= len(p.pairs) {
		return Pair{}, false
	}
	return p.pairs[i], true
}

// Append adds a pair at the end.
func (p *Params) Append(name, value string) {
	p.pairs = append(p.pairs, Pair{name, value})
	p.update()
}

// Delete removes the pairs of this name, and of this value unless it is nil.
func (p *Params) Delete(name string, value *string) {
	p.pairs = slices.DeleteFunc(p.pairs, func(q Pair) bool {
		return q.Name == name && (value == nil || q.Value == *value)
	})
	p.update()
}

// Get is the first value of this name.
func (p *Params) Get(name string) (string, bool) {
	for _, q := range p.pairs {
		if q.Name == name {
			return q.Value, true
		}
	}
	return "", false
}

// GetAll is every value of this name, in order.
func (p *Params) GetAll(name string) []string {
	var values []string
	for _, q := range p.pairs {
		if q.Name == name {
			values = append(values, q.Value)
		}
	}
	return values
}

// Has is true when there is a pair of this name, and of this value unless it
// is nil.
func (p *Params) Has(name string, value *string) bool {
	return slices.ContainsFunc(p.pairs, func(q Pair) bool {
		return q.Name == name && (value == nil || q.Value == *value)
	})
}

// Set gives the first pair of this name the value and removes the others; it
// appends when there is none.
func (p *Params) Set(name, value string) {
	first := slices.IndexFunc(p.pairs, func(q Pair) bool { return q.Name == name })
	if first < 0 {
		p.Append(name, value)
		return
	}
	p.pairs[first].Value = value
	rest := slices.DeleteFunc(p.pairs[first+1:], func(q Pair) bool { return q.Name == name })
	p.pairs = p.pairs[:first+1+len(rest)]
	p.update()
}

// Sort orders the pairs by name, by UTF-16 code units, stably.
func (p *Params) Sort() {
	slices.SortStableFunc(p.pairs, func(a, b Pair) int { return compareUTF16(a.Name, b.Name) })
	p.update()
}

// String is the serialized form, without "?".
func (p *Params) String() string { return SerializeForm(p.pairs) }

// update is the standard's update steps.
func (p *Params) update() {
	if p.url != nil {
		p.url.setQuery(p.String())
	}
}

// compareUTF16 orders strings by their UTF-16 code units: a surrogate (that is,
// anything past U+FFFF) comes before U+E000 to U+FFFF.
func compareUTF16(a, b string) int {
	for a != "" && b != "" {
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if ra != rb {
			if (ra > 0xFFFF) != (rb > 0xFFFF) && ra >= 0xD800 && rb >= 0xD800 {
				// One is a pair of surrogates: its first unit is below U+E000.
				if ra > 0xFFFF && rb >= 0xE000 {
					return -1
				}
				return 1
			}
			return int(ra) - int(rb)
		}
		a, b = a[na:], b[nb:]
	}
	return len(a) - len(b)
}
