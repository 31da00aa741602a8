package clone

import (
	"slices"

	"asterism/js"

	"github.com/dop251/goja"
)

// construct makes an object of a generic form whose arguments are all read.
func (d *decoder) construct(name string, args []goja.Value) (goja.Value, error) {
	in := intrinsicsOf(d.r)
	switch {
	case name == "Date" && len(args) == 1 && goja.IsNumber(args[0]):
		return in.make(in.newDate, args[0]), nil
	case name == "RegExp" && len(args) == 2 && goja.IsString(args[0]) && goja.IsString(args[1]):
		return in.make(in.newRe, args...), nil
	case name == "DOMException" && len(args) == 3 && goja.IsString(args[0]) && goja.IsString(args[1]):
		return d.domException(args[0].String(), args[1].String(), args[2])
	case isBox(name) && len(args) == 1:
		return d.box(name, args[0])
	case js.ElementSize(name) != 0 && len(args) == 3:
		return d.view(name, args)
	}
	if t := registered(d.r).byName(name); t != nil && t.Read != nil && len(args) == 1 {
		return t.Read(d.r, args[0]), nil
	}
	return nil, errFormat
}

func isBox(name string) bool {
	return slices.Contains([]string{"Boolean", "Number", "String", "BigInt"}, name)
}

// box makes a wrapper object, checking that the primitive is of its kind.
func (d *decoder) box(name string, v goja.Value) (goja.Value, error) {
	ok := false
	switch name {
	case "Boolean":
		_, ok = v.Export().(bool)
	case "Number":
		ok = goja.IsNumber(v)
	case "String":
		ok = goja.IsString(v)
	case "BigInt":
		ok = goja.IsBigInt(v)
	}
	if !ok {
		return nil, errFormat
	}
	return v.ToObject(d.r.VM), nil
}

// domException makes a DOMException with the stack of the original, if it has one.
func (d *decoder) domException(name, message string, stack goja.Value) (goja.Value, error) {
	o := d.r.DOMException(name, "%s", message)
	if goja.IsString(stack) {
		if err := o.DefineDataProperty("stack", stack, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
			return nil, errFormat
		}
	}
	return o, nil
}

// view makes a typed array or DataView: [buffer, byteOffset, length].
func (d *decoder) view(name string, args []goja.Value) (goja.Value, error) {
	buffer, ok := d.r.Buffer(args[0])
	if !ok || !goja.IsNumber(args[1]) || !goja.IsNumber(args[2]) {
		return nil, errFormat
	}
	size, offset, length := int64(js.ElementSize(name)), args[1].ToInteger(), args[2].ToInteger()
	total := int64(len(buffer.Bytes()))
	if offset < 0 || length < 0 || offset%size != 0 || offset > total || length > (total-offset)/size {
		return nil, errFormat
	}
	o, err := d.r.VM.New(d.r.Intrinsic(name), args...)
	if err != nil {
		return nil, errFormat
	}
	return o, nil
}

// error reads {name, message, stack, cause}.
func (d *decoder) error(at, n int) (goja.Value, error) {
	if n != 1 {
		return nil, errFormat
	}
	count, err := d.count(majorMap)
	if err != nil {
		return nil, err
	}
	var o *goja.Object
	for i := range count {
		key, err := d.value()
		if err != nil {
			return nil, err
		}
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		name := key.String()
		switch {
		case i == 0: // the name comes first: it decides what is made
			kind := v.String()
			if name != "name" || !slices.Contains(errorNames, kind) {
				return nil, errFormat
			}
			if o, err = d.r.VM.New(d.r.Intrinsic(kind)); err != nil {
				return nil, errFormat
			}
			d.refs[at] = o
		case name == "message" || name == "stack" || name == "cause":
			if err := o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
				return nil, errFormat
			}
		default:
			return nil, errFormat
		}
	}
	if o == nil {
		return nil, errFormat
	}
	return o, nil
}
