package schemas

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// checker walks well-formed JSON beside a Go type and reports the first value
// of the wrong type and the first required field that is missing. encoding/json
// alone does not know "required", and takes null for anything.
type checker struct {
	data   []byte
	at     int
	shapes map[reflect.Type]*shape
}

// shape is what the checker knows of a struct type.
type shape struct{ fields []field }

type field struct {
	name     string
	required bool
	typ      reflect.Type
}

// fieldTag is the JSON name of a struct field and whether a message must have it.
func fieldTag(f reflect.StructField) (name string, required, ok bool) {
	tag, has := f.Tag.Lookup("json")
	if !f.IsExported() || !has || tag == "-" {
		return "", false, false
	}
	name, options, _ := strings.Cut(tag, ",")
	return name, !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero"), true
}

func (c *checker) shape(t reflect.Type) *shape {
	if s := c.shapes[t]; s != nil {
		return s
	}
	s := &shape{}
	for i := range t.NumField() {
		f := t.Field(i)
		if name, required, ok := fieldTag(f); ok {
			s.fields = append(s.fields, field{name, required, f.Type})
		}
	}
	c.shapes[t] = s
	return s
}

// fault is what is wrong with a value, and where in it.
type fault struct{ path, what string }

// in is the fault as its parent has it, step leading to the value.
func (f *fault) in(step string) *fault {
	f.path = step + f.path
	return f
}

// value checks the value at hand against t and moves past it.
func (c *checker) value(t reflect.Type) *fault {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	c.space()
	want, got := wanted(t), c.kind()
	if want != got && want != anything {
		return &fault{"", fmt.Sprintf("expected %s, got %s", describe(t), got)}
	}
	switch {
	case want == object && t.Kind() == reflect.Struct:
		return c.object(c.shape(t))
	case want == object:
		return c.object(&shape{}, t.Elem())
	case want == array:
		return c.array(t.Elem())
	}
	c.skip()
	return nil
}

// object checks the members; rest is the type of those that no field names.
func (c *checker) object(s *shape, rest ...reflect.Type) *fault {
	var seen uint64 // which fields; a message has fewer than 64
	c.at++          // {
	for c.space(); c.data[c.at] != '}'; c.space() {
		key := c.key()
		c.space()
		c.at++ // :
		known := false
		for i, f := range s.fields {
			if f.name != key {
				continue
			}
			known = true
			if (!f.required || nullable(f.typ)) && c.null() {
				seen |= 1 << i
			} else if bad := c.value(f.typ); bad != nil {
				return bad.in("." + key)
			} else {
				seen |= 1 << i
			}
			break
		}
		if !known && len(rest) > 0 {
			if bad := c.value(rest[0]); bad != nil {
				return bad.in(fmt.Sprintf("[%q]", key))
			}
		} else if !known {
			c.skip()
		}
		if c.space(); c.data[c.at] == ',' {
			c.at++
		}
	}
	c.at++ // }
	for i, f := range s.fields {
		if f.required && seen&(1<<i) == 0 {
			return &fault{"." + f.name, "missing; expected " + describe(f.typ)}
		}
	}
	return nil
}

func (c *checker) array(elem reflect.Type) *fault {
	c.at++ // [
	for i := 0; ; i++ {
		if c.space(); c.data[c.at] == ']' {
			c.at++
			return nil
		}
		if bad := c.value(elem); bad != nil {
			return bad.in(fmt.Sprintf("[%d]", i))
		}
		if c.space(); c.data[c.at] == ',' {
			c.at++
		}
	}
}

// nullable says whether null stands for an absent value even where the field is
// required: other programs write empty lists so.
func nullable(t reflect.Type) bool {
	return t.Kind() == reflect.Slice || t.Kind() == reflect.Map || t.Kind() == reflect.Pointer
}

// wanted is the JSON type that holds a value of t.
func wanted(t reflect.Type) jsonKind {
	switch {
	case t == reflect.TypeFor[time.Time](), isBytes(t):
		return str
	case reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()):
		return anything
	}
	switch t.Kind() {
	case reflect.String:
		return str
	case reflect.Bool:
		return boolean
	case reflect.Struct, reflect.Map:
		return object
	case reflect.Slice, reflect.Array:
		return array
	case reflect.Interface:
		return anything
	default:
		return number
	}
}

// isBytes says whether t is a slice of bytes, which JSON holds as base64.
func isBytes(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8
}

// describe says in words what a value of t is.
func describe(t reflect.Type) string {
	switch {
	case t.Kind() == reflect.Pointer:
		return describe(t.Elem())
	case t == reflect.TypeFor[time.Time]():
		return "a string with an RFC 3339 time"
	case isBytes(t):
		return "a string of base64"
	case t.Kind() == reflect.Slice:
		return string(array) + ", each " + describe(t.Elem())
	default:
		return string(wanted(t))
	}
}
