package encoding

import (
	"fmt"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// Lookup gets an encoding by one of its labels, case-insensitively and without
// regard to surrounding whitespace. name is in lower case. "replacement" and
// unknown labels are errors.
//
// https://encoding.spec.whatwg.org/#concept-encoding-get
func Lookup(label string) (name string, enc encoding.Encoding, err error) {
	name, enc, err = lookup(label)
	if err == nil && name == "replacement" {
		return "", nil, fmt.Errorf("%q is the label of the replacement encoding", label)
	}
	return name, enc, err
}

// lookup is Lookup with the replacement encoding.
func lookup(label string) (name string, enc encoding.Encoding, err error) {
	trimmed := strings.Trim(label, "\t\n\f\r ")
	enc, err = htmlindex.Get(trimmed)
	if err == nil {
		name, err = htmlindex.Name(enc)
	}
	if err == nil && strings.TrimSpace(trimmed) != trimmed { // htmlindex trims more
		err = fmt.Errorf("whitespace")
	}
	if err != nil {
		return "", nil, fmt.Errorf("%q is not the label of an encoding", label)
	}
	return name, enc, nil
}
