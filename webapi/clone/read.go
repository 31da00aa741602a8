package clone

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"unicode/utf8"

	"asterism/js"

	"github.com/dop251/goja"
)

// decoder is one StructuredDeserialize.
type decoder struct {
	reader
	r     *js.Realm
	refs  []goja.Value // nil: begun but not made yet
	depth int
}

// message reads [version, [transferred…], value].
func (d *decoder) message() (goja.Value, []goja.Value, error) {
	if n, err := d.count(majorArray); err != nil || n != 3 {
		return nil, nil, orFormat(err)
	}
	if v, err := d.expect(majorUint); err != nil {
		return nil, nil, err
	} else if v != version {
		return nil, nil, fmt.Errorf("clone: layout version %d, this program reads %d", v, version)
	}
	n, err := d.count(majorArray)
	if err != nil {
		return nil, nil, err
	}
	transferred := make([]goja.Value, n)
	for i := range transferred {
		if transferred[i], err = d.value(); err != nil {
			return nil, nil, err
		}
	}
	v, err := d.value()
	if err != nil {
		return nil, nil, err
	}
	if d.at != len(d.data) {
		return nil, nil, errFormat
	}
	return v, transferred, nil
}

func orFormat(err error) error {
	if err != nil {
		return err
	}
	return errFormat
}

// value reads any value.
func (d *decoder) value() (goja.Value, error) {
	major, info, n, err := d.head()
	if err != nil {
		return nil, err
	}
	switch major {
	case majorUint:
		return d.integer(n, false)
	case majorNeg:
		return d.integer(n, true)
	case majorText:
		return d.text(n)
	case majorOther:
		return d.simple(info, n)
	case majorTag:
		return d.tagged(n)
	}
	return nil, errFormat // arrays, maps and bytes only inside tag 28
}

func (d *decoder) integer(n uint64, negative bool) (goja.Value, error) {
	if n > 1<<53 {
		return nil, errFormat
	}
	v := int64(n)
	if negative {
		v = -1 - v
	}
	return d.r.VM.ToValue(v), nil
}

func (d *decoder) text(n uint64) (goja.Value, error) {
	b, err := d.take(n)
	if err != nil {
		return nil, err
	}
	if !utf8.Valid(b) {
		return nil, errFormat
	}
	return d.r.VM.ToValue(string(b)), nil
}

func (d *decoder) simple(info byte, n uint64) (goja.Value, error) {
	switch majorOther | info {
	case simpleFalse, simpleTrue:
		return d.r.VM.ToValue(info == simpleTrue&^majorOther), nil
	case simpleNull:
		return goja.Null(), nil
	case simpleUndefined:
		return goja.Undefined(), nil
	case float64Head:
		return d.r.VM.ToValue(math.Float64frombits(n)), nil
	}
	return nil, errFormat
}

func (d *decoder) tagged(tag uint64) (goja.Value, error) {
	switch tag {
	case tagBignum, tagNegBignum:
		n, err := d.expect(majorBytes)
		if err != nil {
			return nil, err
		}
		b, err := d.take(n)
		if err != nil {
			return nil, err
		}
		v := new(big.Int).SetBytes(b)
		if tag == tagNegBignum {
			v.Not(v)
		}
		return d.r.VM.ToValue(v), nil
	case tagReference:
		n, err := d.expect(majorUint)
		if err != nil {
			return nil, err
		}
		if n >= uint64(len(d.refs)) || d.refs[n] == nil {
			return nil, errFormat
		}
		return d.refs[n], nil
	case tagShared:
		if d.depth++; d.depth > maxDepth {
			return nil, fmt.Errorf("clone: nested deeper than %d", maxDepth)
		}
		defer func() { d.depth-- }()
		at := len(d.refs)
		d.refs = append(d.refs, nil)
		return d.object(at)
	case tagGeneric:
		return d.string16()
	case tagEncoded:
		return d.encoded()
	}
	return nil, errFormat
}

// encoded reads a value whose objects are counted apart.
func (d *decoder) encoded() (goja.Value, error) {
	n, err := d.expect(majorBytes)
	if err != nil {
		return nil, err
	}
	data, err := d.take(n)
	if err != nil {
		return nil, err
	}
	if d.depth++; d.depth > maxDepth {
		return nil, fmt.Errorf("clone: nested deeper than %d", maxDepth)
	}
	defer func() { d.depth-- }()
	inner := decoder{reader: reader{data: data}, r: d.r, depth: d.depth}
	v, err := inner.value()
	if err == nil && inner.at != len(data) {
		err = errFormat
	}
	return v, err
}

// string16 is the only generic form outside tag 28.
func (d *decoder) string16() (goja.Value, error) {
	name, n, err := d.genericHead()
	if err != nil {
		return nil, err
	}
	if name != "String16" || n != 1 {
		return nil, errFormat
	}
	size, err := d.expect(majorBytes)
	if err != nil {
		return nil, err
	}
	b, err := d.take(size)
	if err != nil {
		return nil, err
	}
	if len(b)%2 != 0 {
		return nil, errFormat
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return goja.StringFromUTF16(units), nil
}

// genericHead reads [name, … of a generic object; n is how many follow.
func (d *decoder) genericHead() (name string, n int, err error) {
	n, err = d.count(majorArray)
	if err != nil || n == 0 {
		return "", 0, orFormat(err)
	}
	size, err := d.expect(majorText)
	if err != nil {
		return "", 0, err
	}
	b, err := d.take(size)
	return string(b), n - 1, err
}

// define is CreateDataProperty: a plain Set would run setters and take __proto__
// for the prototype.
func define(o *goja.Object, key string, v goja.Value) {
	if err := o.DefineDataProperty(key, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
		panic(err)
	}
}

func defineIndex(o *goja.Object, i int, v goja.Value) { define(o, strconv.Itoa(i), v) }
