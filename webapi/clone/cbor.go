package clone

import (
	"encoding/binary"
	"errors"
	"math"
)

// CBOR major types, shifted into place (RFC 8949 §3.1).
const (
	majorUint  = 0 << 5
	majorNeg   = 1 << 5
	majorBytes = 2 << 5
	majorText  = 3 << 5
	majorArray = 4 << 5
	majorMap   = 5 << 5
	majorTag   = 6 << 5
	majorOther = 7 << 5
)

const (
	simpleHole      = majorOther // simple value 0
	simpleFalse     = majorOther | 20
	simpleTrue      = majorOther | 21
	simpleNull      = majorOther | 22
	simpleUndefined = majorOther | 23
	float64Head     = majorOther | 27
)

const (
	tagBignum    = 2
	tagNegBignum = 3
	tagEncoded   = 24
	tagGeneric   = 27
	tagShared    = 28
	tagReference = 29
	tagSet       = 258
	tagMap       = 259
)

// head appends a type and argument in the shortest form.
func head(b []byte, major byte, n uint64) []byte {
	switch {
	case n < 24:
		return append(b, major|byte(n))
	case n <= math.MaxUint8:
		return append(b, major|24, byte(n))
	case n <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(b, major|25), uint16(n))
	case n <= math.MaxUint32:
		return binary.BigEndian.AppendUint32(append(b, major|26), uint32(n))
	default:
		return binary.BigEndian.AppendUint64(append(b, major|27), n)
	}
}

// patch rewrites a head with a smaller argument in the same width.
func patch(b []byte, major byte, n uint64) {
	if len(b) == 1 {
		b[0] = major | byte(n)
		return
	}
	for i := len(b) - 1; i > 0; i-- {
		b[i] = byte(n)
		n >>= 8
	}
}

func text(b []byte, s string) []byte { return append(head(b, majorText, uint64(len(s))), s...) }

func bytesOf(b, data []byte) []byte {
	return append(head(b, majorBytes, uint64(len(data))), data...)
}

func float(b []byte, f float64) []byte {
	return binary.BigEndian.AppendUint64(append(b, float64Head), math.Float64bits(f))
}

// generic appends the head of 27([name, …n more]).
func generic(b []byte, name string, n int) []byte {
	b = head(b, majorTag, tagGeneric)
	b = head(b, majorArray, uint64(n+1))
	return text(b, name)
}

var (
	errShort  = errors.New("clone: the data ends too early")
	errFormat = errors.New("clone: the data is not a structured clone")
)

// reader takes CBOR items off data.
type reader struct {
	data []byte
	at   int
}

// head reads a type and its argument. Indefinite lengths are not used here. For
// majorOther n is the simple value, or the bits when it is a float64 (info 27).
func (r *reader) head() (major, info byte, n uint64, err error) {
	if r.at >= len(r.data) {
		return 0, 0, 0, errShort
	}
	first := r.data[r.at]
	r.at++
	major, info = first&0xE0, first&0x1F
	if info < 24 {
		return major, info, uint64(info), nil
	}
	if info > 27 {
		return 0, 0, 0, errFormat
	}
	size := 1 << (info - 24)
	if len(r.data)-r.at < size {
		return 0, 0, 0, errShort
	}
	for _, c := range r.data[r.at : r.at+size] {
		n = n<<8 | uint64(c)
	}
	r.at += size
	return major, info, n, nil
}

// take gives the next n bytes, not copied.
func (r *reader) take(n uint64) ([]byte, error) {
	if n > uint64(len(r.data)-r.at) {
		return nil, errShort
	}
	out := r.data[r.at : r.at+int(n)]
	r.at += int(n)
	return out, nil
}

// expect reads a head that must have this major type.
func (r *reader) expect(want byte) (uint64, error) {
	major, _, n, err := r.head()
	if err != nil {
		return 0, err
	}
	if major != want {
		return 0, errFormat
	}
	return n, nil
}

// count reads the length of an array or map; every item takes at least a byte,
// so a length beyond the data is refused before anything is made for it.
func (r *reader) count(want byte) (int, error) {
	n, err := r.expect(want)
	if err != nil {
		return 0, err
	}
	if n > uint64(len(r.data)-r.at) {
		return 0, errShort
	}
	return int(n), nil
}
