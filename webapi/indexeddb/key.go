package indexeddb

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strconv"

	"github.com/dop251/goja"

	"asterism/js"
)

// A key is bytes whose order is that of keys: a type, then the value. Numbers come
// before dates, strings, binary and arrays.
const (
	keyNumber = 0x10 * (iota + 1)
	keyDate
	keyString
	keyBinary
	keyArray
)

var errKey = errors.New("not a valid key")

// maxKeyDepth bounds arrays within arrays.
const maxKeyDepth = 64

// keyOf converts a value to a key; errKey when it is not one. What getters of a
// script throw goes through.
//
// https://w3c.github.io/IndexedDB/#convert-a-value-to-a-key
func keyOf(c js.Call, v goja.Value) ([]byte, error) { return appendKey(c, nil, v, nil) }

func appendKey(c js.Call, dst []byte, v goja.Value, seen []*goja.Object) ([]byte, error) {
	o, isObject := v.(*goja.Object)
	if !isObject {
		switch x := v.(type) {
		case goja.String:
			return appendString(dst, x), nil
		default:
			switch v.Export().(type) {
			case int64, float64:
				return appendNumber(dst, keyNumber, v.ToFloat())
			}
		}
		return nil, errKey
	}
	switch o.ClassName() {
	case "Date":
		t, err := c.Realm.VM.RunProgram(dateValue)
		if err != nil {
			return nil, errKey
		}
		f, _ := goja.AssertFunction(t)
		n, err := f(goja.Undefined(), o)
		if err != nil {
			return nil, errKey
		}
		return appendNumber(dst, keyDate, n.ToFloat())
	case "Array":
		if slices.Contains(seen, o) || len(seen) == maxKeyDepth {
			return nil, errKey
		}
		seen = append(seen, o)
		dst = append(dst, keyArray)
		n := int(o.Get("length").ToInteger())
		for i := range n {
			item := o.Get(strconv.Itoa(i))
			if item == nil {
				return nil, errKey
			}
			var err error
			if dst, err = appendKey(c, dst, item, seen); err != nil {
				return nil, err
			}
		}
		return append(dst, 0), nil
	}
	if data, ok := c.Bytes(v); ok {
		dst = append(dst, keyBinary)
		for _, b := range data {
			dst = binary.BigEndian.AppendUint16(dst, uint16(b)+1)
		}
		return append(dst, 0, 0), nil
	}
	return nil, errKey
}

var dateValue = goja.MustCompile("", "Date.prototype.getTime.call.bind(Date.prototype.getTime)", false)

func appendNumber(dst []byte, kind byte, f float64) ([]byte, error) {
	if math.IsNaN(f) {
		return nil, errKey
	}
	if f == 0 {
		f = 0 // not -0
	}
	bits := math.Float64bits(f)
	if bits>>63 != 0 {
		bits = ^bits
	} else {
		bits |= 1 << 63
	}
	return binary.BigEndian.AppendUint64(append(dst, kind), bits), nil
}

func appendString(dst []byte, s goja.String) []byte {
	dst = append(dst, keyString)
	for i := range s.Length() {
		u := uint32(s.CharAt(i)) + 1
		dst = append(dst, byte(u>>16), byte(u>>8), byte(u))
	}
	return append(dst, 0, 0, 0)
}

// keyValue is the value of a key.
//
// https://w3c.github.io/IndexedDB/#convert-a-key-to-a-value
func keyValue(r *js.Realm, key []byte) goja.Value {
	v, _ := readKey(r, key)
	return v
}

func readKey(r *js.Realm, key []byte) (goja.Value, []byte) {
	kind, rest := key[0], key[1:]
	switch kind {
	case keyNumber, keyDate:
		f := numberOf(rest)
		if kind == keyNumber {
			if i := int64(f); float64(i) == f && math.Abs(f) < 1<<53 {
				return r.VM.ToValue(i), rest[8:]
			}
			return r.VM.ToValue(f), rest[8:]
		}
		d, _ := r.VM.New(r.VM.Get("Date"), r.VM.ToValue(f))
		return d, rest[8:]
	case keyString:
		var units []uint16
		for ; rest[0]|rest[1]|rest[2] != 0; rest = rest[3:] {
			units = append(units, uint16(uint32(rest[0])<<16+uint32(rest[1])<<8+uint32(rest[2])-1))
		}
		return goja.StringFromUTF16(units), rest[3:]
	case keyBinary:
		var data []byte
		for ; rest[0]|rest[1] != 0; rest = rest[2:] {
			data = append(data, byte(binary.BigEndian.Uint16(rest)-1))
		}
		return r.VM.ToValue(r.VM.NewArrayBuffer(data)), rest[2:]
	}
	var items []any
	for rest[0] != 0 {
		var item goja.Value
		item, rest = readKey(r, rest)
		items = append(items, item)
	}
	return r.VM.NewArray(items...), rest[1:]
}

func numberOf(b []byte) float64 {
	bits := binary.BigEndian.Uint64(b)
	if bits>>63 != 0 {
		bits &^= 1 << 63
	} else {
		bits = ^bits
	}
	return math.Float64frombits(bits)
}

// bounds is a range of keys: the native value of an IDBKeyRange. A nil bound is
// none.
type bounds struct {
	lower, upper         []byte
	lowerOpen, upperOpen bool
}

func (b *bounds) holds(key []byte) bool {
	if b == nil {
		return true
	}
	if b.lower != nil {
		if n := bytes.Compare(key, b.lower); n < 0 || n == 0 && b.lowerOpen {
			return false
		}
	}
	if b.upper != nil {
		if n := bytes.Compare(key, b.upper); n > 0 || n == 0 && b.upperOpen {
			return false
		}
	}
	return true
}
