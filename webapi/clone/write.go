package clone

import (
	"math"
	"math/big"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"asterism/js"

	"github.com/dop251/goja"
)

// writer is one StructuredSerializeInternal. It throws in the realm.
type writer struct {
	r     *js.Realm // of the object being written
	asker *js.Realm // of who asked: errors are its
	buf   []byte
	refs  map[*goja.Object]uint64 // the spec's memory
	depth int
}

func (w *writer) fail(format string, args ...any) {
	w.r.Throw(w.r.From(w.asker, w.asker.DOMException("DataCloneError", format, args...)))
}

// value writes any value.
func (w *writer) value(v goja.Value) {
	if len(w.buf) > maxSize {
		w.fail("the value is too large to be cloned: the limit is %d MiB", maxSize>>20)
	}
	switch {
	case v == nil || goja.IsUndefined(v):
		w.buf = append(w.buf, simpleUndefined)
		return
	case goja.IsNull(v):
		w.buf = append(w.buf, simpleNull)
		return
	}
	switch v := v.(type) {
	case *goja.Object:
		w.object(v)
	case goja.String:
		w.string(v)
	case *goja.Symbol:
		w.fail("a Symbol cannot be cloned")
	default:
		w.primitive(v.Export())
	}
}

// primitive writes a boolean, number or bigint in its Go form.
func (w *writer) primitive(v any) {
	switch v := v.(type) {
	case bool:
		if v {
			w.buf = append(w.buf, simpleTrue)
		} else {
			w.buf = append(w.buf, simpleFalse)
		}
	case int64:
		w.integer(v)
	case float64:
		if i := int64(v); float64(i) == v && i >= -1<<53 && i <= 1<<53 && !(i == 0 && math.Signbit(v)) {
			w.integer(i)
		} else {
			w.buf = float(w.buf, v)
		}
	case *big.Int:
		w.bigint(v)
	case string:
		w.buf = text(w.buf, v)
	default:
		w.fail("a value of an unknown kind cannot be cloned")
	}
}

func (w *writer) integer(v int64) {
	if v >= 0 {
		w.buf = head(w.buf, majorUint, uint64(v))
	} else {
		w.buf = head(w.buf, majorNeg, uint64(-1-v))
	}
}

func (w *writer) bigint(v *big.Int) {
	tag := uint64(tagBignum)
	if v.Sign() < 0 {
		tag = tagNegBignum
		v = new(big.Int).Not(v) // -1 - v
	}
	w.buf = head(w.buf, majorTag, tag)
	w.buf = bytesOf(w.buf, v.Bytes())
}

func (w *writer) string(s goja.String) {
	goText := s.String()
	if !utf8.ValidString(goText) || strings.ContainsRune(goText, utf8.RuneError) {
		units := make([]uint16, s.Length())
		for i := range units {
			units[i] = s.CharAt(i)
		}
		if loneSurrogate(units) {
			w.buf = generic(w.buf, "String16", 1)
			w.buf = head(w.buf, majorBytes, uint64(2*len(units)))
			for _, u := range units {
				w.buf = append(w.buf, byte(u>>8), byte(u))
			}
			return
		}
		goText = string(utf16.Decode(units))
	}
	w.buf = text(w.buf, goText)
}

func loneSurrogate(units []uint16) bool {
	for i := 0; i < len(units); i++ {
		if !utf16.IsSurrogate(rune(units[i])) {
			continue
		}
		if i+1 == len(units) || utf16.DecodeRune(rune(units[i]), rune(units[i+1])) == utf8.RuneError {
			return true
		}
		i++
	}
	return false
}
