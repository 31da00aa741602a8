package formdata

import (
	"iter"
	"slices"

	"github.com/dop251/goja"

	"asterism/webapi/blob"
	"asterism/webapi/weburl"
)

// Data is an entry list.
type Data struct{ Entries []Entry }

// Entry is one entry: File when it is not nil, else Value.
//
// https://xhr.spec.whatwg.org/#concept-formdata-entry
type Entry struct {
	Name, Value string
	File        *blob.File
	object      *goja.Object // File's, once a script has seen it
}

// Set replaces the entries of e's name by e, in the place of the first.
func (d *Data) Set(e Entry) {
	i := slices.IndexFunc(d.Entries, func(o Entry) bool { return o.Name == e.Name })
	if i < 0 {
		d.Entries = append(d.Entries, e)
		return
	}
	rest := slices.DeleteFunc(d.Entries[i+1:], func(o Entry) bool { return o.Name == e.Name })
	d.Entries = d.Entries[:i+1+len(rest)]
	d.Entries[i] = e
}

// Delete removes the entries of a name.
func (d *Data) Delete(name string) {
	d.Entries = slices.DeleteFunc(d.Entries, func(o Entry) bool { return o.Name == name })
}

// All is the entries of a name, until the list changes.
func (d *Data) All(name string) []*Entry {
	var found []*Entry
	for i := range d.Entries {
		if e := &d.Entries[i]; e.Name == name {
			found = append(found, e)
		}
	}
	return found
}

// Texts gives names and values with line breaks as forms send them; a file is its
// name.
//
// https://html.spec.whatwg.org/#convert-to-a-list-of-name-value-pairs
func (d *Data) Texts() iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		for _, e := range d.Entries {
			value := e.Value
			if e.File != nil {
				value = e.File.Name
			}
			if !yield(breaks(e.Name), breaks(value)) {
				return
			}
		}
	}
}

// ParseURLEncoded reads application/x-www-form-urlencoded.
//
// https://url.spec.whatwg.org/#concept-urlencoded-parser
func ParseURLEncoded(body []byte) *Data {
	d := new(Data)
	for _, pair := range weburl.ParseForm(string(body)) {
		d.Entries = append(d.Entries, Entry{Name: pair.Name, Value: pair.Value})
	}
	return d
}
