package binary

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// reader reads from the front of data; the first error stays.
type reader struct {
	data []byte
	err  error
}

var errShort = errors.New("the module ends too early")

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
	r.data = nil
}

func (r *reader) byte() byte {
	if len(r.data) == 0 {
		if r.err == nil {
			r.err = errShort
		}
		return 0
	}
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

func (r *reader) bytes(n uint32) []byte {
	if uint64(n) > uint64(len(r.data)) {
		r.data = nil
		if r.err == nil {
			r.err = errShort
		}
		return nil
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

// u32 is an unsigned LEB128.
func (r *reader) u32() uint32 {
	var out uint64
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte()
		out |= uint64(b&0x7F) << shift
		if b&0x80 == 0 {
			if out > 1<<32-1 {
				break
			}
			return uint32(out)
		}
	}
	r.fail("an integer is too long")
	return 0
}

// count is the length of a vector whose items take a byte at least.
func (r *reader) count() int {
	n := r.u32()
	if uint64(n) > uint64(len(r.data)) {
		r.fail("a vector of %d items does not fit", n)
		return 0
	}
	return int(n)
}

func (r *reader) name() string {
	b := r.bytes(r.u32())
	if !utf8.Valid(b) {
		r.fail("a name is not UTF-8")
	}
	return string(b)
}

func (r *reader) valueType() ValueType {
	t := ValueType(r.byte())
	switch t {
	case I32, I64, F32, F64, V128, FuncRef, ExternRef:
	default:
		r.fail("the value type 0x%x is not supported", byte(t))
	}
	return t
}

func (r *reader) limits() Limits {
	flag := r.byte()
	if flag > 1 {
		r.fail("limits of kind %d (shared or 64-bit) are not supported", flag)
	}
	l := Limits{Min: r.u32()}
	if flag == 1 {
		l.Max, l.HasMax = r.u32(), true
	}
	return l
}

func (r *reader) tableType() TableType {
	t := TableType{Element: r.valueType()}
	if !t.Element.IsRef() {
		r.fail("a table cannot hold values")
	}
	t.Limits = r.limits()
	return t
}

func (r *reader) globalType() GlobalType {
	t := GlobalType{Value: r.valueType()}
	flag := r.byte()
	if flag > 1 {
		r.fail("a global's mutability is %d", flag)
	}
	t.Mutable = flag == 1
	return t
}
