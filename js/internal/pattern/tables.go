package pattern

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:generate sh -c "node generate.mjs > unicode.txt"

//go:embed unicode.txt
var unicodeText string

// properties finds a property's encoded ranges by kind and name, such as "gc Lu".
var properties = sync.OnceValue(func() map[string]string {
	index := make(map[string]string, 700)
	for line := range strings.Lines(unicodeText) {
		head, ranges, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		names := strings.Fields(head)
		for _, name := range names[1:] {
			index[names[0]+" "+name] = ranges
		}
	}
	return index
})

// stringProperties are the properties of strings, which only the v flag has.
var stringProperties = map[string]bool{
	"Basic_Emoji": true, "Emoji_Keycap_Sequence": true, "RGI_Modifier_Sequence": true,
	"RGI_Flag_Sequence": true, "RGI_Emoji_Tag_Sequence": true, "RGI_ZWJ_Sequence": true, "RGI_Emoji": true,
}

// property is the set that \p{name} or \p{name=value} stands for.
// https://tc39.es/ecma262/#sec-runtime-semantics-unicodematchproperty-p
func property(text string) (set, error) {
	name, value, pair := strings.Cut(text, "=")
	var keys []string
	switch {
	case !pair:
		keys = []string{"gc " + name, "b " + name}
	case name == "General_Category" || name == "gc":
		keys = []string{"gc " + value}
	case name == "Script" || name == "sc":
		keys = []string{"sc " + value}
	case name == "Script_Extensions" || name == "scx":
		keys = []string{"scx " + value, "sc " + value}
	}
	for _, key := range keys {
		if encoded, ok := properties()[key]; ok {
			return decodeRanges(encoded), nil
		}
	}
	if stringProperties[text] {
		return nil, fail("the property of strings \\p{%s} is not supported", text)
	}
	return nil, fail("there is no property %q", text)
}

// decodeRanges reads ranges as unicode.txt has them.
func decodeRanges(encoded string) set {
	var s set
	end := int64(0)
	for text := range strings.FieldsSeq(encoded) {
		gap, length, many := strings.Cut(text, "+")
		from, _ := strconv.ParseInt(gap, 36, 32)
		n := int64(1)
		if many {
			n, _ = strconv.ParseInt(length, 36, 32)
		}
		from += end
		end = from + n
		s = append(s, span{rune(from), rune(end - 1)})
	}
	return s
}
