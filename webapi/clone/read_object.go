package clone

import (
	"bytes"
	"math"

	"github.com/dop251/goja"
)

// object reads what is inside tag 28; refs[at] is its place. Containers take
// their place before their members are read, so that members can refer to them.
func (d *decoder) object(at int) (goja.Value, error) {
	major, _, n, err := d.head()
	if err != nil {
		return nil, err
	}
	switch {
	case major == majorMap:
		o := d.r.VM.NewObject()
		d.refs[at] = o
		return o, d.properties(o, n)
	case major == majorArray:
		return d.array(at, n)
	case major == majorBytes:
		b, err := d.take(n)
		if err != nil {
			return nil, err
		}
		d.refs[at] = d.r.ArrayBuffer(bytes.Clone(b))
		return d.refs[at], nil
	case major == majorTag && n == tagMap:
		return d.mapEntries(at)
	case major == majorTag && n == tagSet:
		return d.setEntries(at)
	case major == majorTag && n == tagGeneric:
		name, n, err := d.genericHead()
		if err != nil {
			return nil, err
		}
		return d.generic(at, name, n)
	}
	return nil, errFormat
}

// items checks that n items can be there at all.
func (d *decoder) items(n uint64) (int, error) {
	if n > uint64(len(d.data)-d.at) {
		return 0, errShort
	}
	return int(n), nil
}

func (d *decoder) properties(o *goja.Object, n uint64) error {
	count, err := d.items(n)
	if err != nil {
		return err
	}
	for range count {
		key, err := d.value()
		if err != nil {
			return err
		}
		if !goja.IsString(key) {
			return errFormat
		}
		v, err := d.value()
		if err != nil {
			return err
		}
		define(o, key.String(), v)
	}
	return nil
}

func (d *decoder) array(at int, n uint64) (goja.Value, error) {
	count, err := d.items(n)
	if err != nil {
		return nil, err
	}
	o := d.r.VM.NewArray()
	d.refs[at] = o
	push := intrinsicsOf(d.r).push
	dense := true
	for i := range count {
		if d.at < len(d.data) && d.data[d.at] == simpleHole {
			d.at++
			dense = false
			continue
		}
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		if dense {
			push(goja.FunctionCall{This: o, Arguments: []goja.Value{v}})
		} else {
			defineIndex(o, i, v)
		}
	}
	if !dense {
		d.setLength(o, int64(count))
	}
	return o, nil
}

func (d *decoder) setLength(o *goja.Object, n int64) {
	if err := o.Set("length", n); err != nil {
		panic(err)
	}
}

func (d *decoder) mapEntries(at int) (goja.Value, error) {
	count, err := d.count(majorMap)
	if err != nil {
		return nil, err
	}
	in := intrinsicsOf(d.r)
	o := in.make(in.newMap)
	d.refs[at] = o
	for range count {
		key, err := d.value()
		if err != nil {
			return nil, err
		}
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		in.mapSet(goja.FunctionCall{This: o, Arguments: []goja.Value{key, v}})
	}
	return o, nil
}

func (d *decoder) setEntries(at int) (goja.Value, error) {
	count, err := d.count(majorArray)
	if err != nil {
		return nil, err
	}
	in := intrinsicsOf(d.r)
	o := in.make(in.newSet)
	d.refs[at] = o
	for range count {
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		in.setAdd(goja.FunctionCall{This: o, Arguments: []goja.Value{v}})
	}
	return o, nil
}

// generic reads the arguments of 27([name, …]).
func (d *decoder) generic(at int, name string, n int) (goja.Value, error) {
	switch name {
	case "Array":
		return d.sparse(at, n)
	case "Error":
		return d.error(at, n)
	}
	args := make([]goja.Value, n)
	for i := range args {
		var err error
		if args[i], err = d.value(); err != nil {
			return nil, err
		}
	}
	v, err := d.construct(name, args)
	if err != nil {
		return nil, err
	}
	d.refs[at] = v
	return v, nil
}

// sparse reads [length, properties].
func (d *decoder) sparse(at, n int) (goja.Value, error) {
	if n != 2 {
		return nil, errFormat
	}
	length, err := d.expect(majorUint)
	if err != nil {
		return nil, err
	}
	if length > math.MaxUint32 {
		return nil, errFormat
	}
	o := d.r.VM.NewArray()
	d.refs[at] = o
	count, err := d.expect(majorMap)
	if err != nil {
		return nil, err
	}
	d.setLength(o, int64(length))
	return o, d.properties(o, count)
}
