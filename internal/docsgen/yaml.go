package main

import (
	"encoding/json"
	"regexp"
	"strings"
)

// object is a YAML mapping in order. Values are strings, objects or lists of
// objects.
type object []member

type member struct {
	key   string
	value any
}

// plain is text that YAML takes for a string as it is.
var plain = regexp.MustCompile(`^[A-Za-z/][A-Za-z0-9_./ ,;+-]*$`)

// special are words that some YAML reader takes for something else.
var special = regexp.MustCompile(`^(?i:y|n|yes|no|on|off|true|false|null)$`)

// scalar writes a string; a JSON string is a YAML string too.
func scalar(s string) string {
	if plain.MatchString(s) && !strings.HasSuffix(s, " ") && !special.MatchString(s) {
		return s
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string, into memory
	return strings.TrimSuffix(b.String(), "\n")
}

// yaml writes o at an indentation.
func (o object) yaml(b *strings.Builder, indent string) {
	for i, m := range o {
		if i > 0 || indent == "" {
			b.WriteString(indent)
		}
		b.WriteString(scalar(m.key) + ":")
		switch v := m.value.(type) {
		case nil:
			b.WriteString(" null\n")
		case string:
			b.WriteString(" " + scalar(v) + "\n")
		case object:
			if len(v) == 0 {
				b.WriteString(" {}\n")
				continue
			}
			b.WriteString("\n" + indent + "  ")
			v.yaml(b, indent+"  ")
		case []object:
			b.WriteString("\n")
			for _, item := range v {
				b.WriteString(indent + "  - ")
				item.yaml(b, indent+"    ")
			}
		}
	}
}
