package encoding

import (
	"strings"
	"unicode/utf8"
)

// machine is the decoder of a legacy encoding, one byte at a time.
type machine interface {
	// step handles a byte, or the end of the stream (end). At the end it returns
	// true when nothing is left; it is asked again otherwise.
	step(b int, o *output) (finished bool)
	reset()
}

// end is the end of the stream in the place of a byte.
const end = -1

// output is what a step gives: text, an error, bytes to be read again.
type output struct {
	text  strings.Builder
	bad   bool
	again []byte // the last one is read first
}

// emit adds a character.
func (o *output) emit(r rune) { o.text.WriteRune(r) }

// fail is the standard's "error"; restored bytes, in their order, are read again.
func (o *output) fail(restored ...byte) {
	o.bad = true
	o.text.WriteString("\uFFFD")
	for i := len(restored) - 1; i >= 0; i-- {
		o.again = append(o.again, restored[i])
	}
}

// failAt is fail, restoring b when it is an ASCII byte.
func (o *output) failAt(b int) {
	if b >= 0 && b < utf8.RuneSelf {
		o.fail(byte(b))
		return
	}
	o.fail()
}

// give emits what an index holds, or fails at b when it holds nothing.
func (o *output) give(r rune, b int) {
	if r == 0 {
		o.failAt(b)
		return
	}
	o.emit(r)
}

// legacyCodec runs a machine.
//
// https://encoding.spec.whatwg.org/#concept-encoding-process
type legacyCodec struct{ machine }

func (c legacyCodec) decode(src []byte, last, fatal bool) (string, bool) {
	var o output
	o.text.Grow(len(src))
	for _, b := range src {
		c.step(int(b), &o)
		c.restored(&o)
		if o.bad && fatal {
			return "", true
		}
	}
	for last && !c.step(end, &o) {
		c.restored(&o)
	}
	return o.text.String(), o.bad
}

// restored handles the bytes to be read again.
func (c legacyCodec) restored(o *output) {
	for len(o.again) > 0 {
		b := o.again[len(o.again)-1]
		o.again = o.again[:len(o.again)-1]
		c.step(int(b), o)
	}
}

func within(b, low, high int) bool { return b >= low && b <= high }
