package schemas

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// Encode writes a message as JSON. A required list or map that is nil is
// written as an empty one.
func Encode[T any](v T) ([]byte, error) {
	fillEmpty(reflect.ValueOf(&v).Elem())
	data, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("schemas: encode %T: %w", v, err)
	}
	return data, nil
}

// Decode reads a JSON message. Fields it does not know are ignored; field names
// are compared exactly. A message that is not JSON, lacks a required field (one
// whose tag has no omitempty), or holds a value of the wrong type is a *Error of
// CodeBadMessage that names the field and what was expected, such as
//
//	Registrations.registrations[3].scope: expected a string, got a number
//
// An empty message counts as {}.
func Decode[T any](data []byte) (T, error) {
	var v, zero T
	if len(data) == 0 {
		data = []byte("{}")
	}
	name := reflect.TypeFor[T]().Name()
	err := json.Unmarshal(data, &v)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return zero, badMessage("%s: not JSON: %s at byte %d", name, syntax.Error(), syntax.Offset)
	}
	// The text is well-formed JSON from here on.
	c := checker{data: data, shapes: map[reflect.Type]*shape{}}
	if bad := c.value(reflect.TypeFor[T]()); bad != nil {
		return zero, badMessage("%s%s: %s", name, bad.path, bad.what)
	}
	if err != nil { // such as a number too large for its field
		return zero, badMessage("%s: %s", name, err.Error())
	}
	return v, nil
}

// fillEmpty replaces the nil lists and maps of a struct's required fields.
func fillEmpty(v reflect.Value) {
	if v.Kind() != reflect.Struct {
		return
	}
	for i := range v.NumField() {
		f := v.Field(i)
		if f.Kind() != reflect.Slice && f.Kind() != reflect.Map || !f.IsNil() {
			continue
		}
		if _, required, ok := fieldTag(v.Type().Field(i)); !ok || !required {
			continue
		}
		if f.Kind() == reflect.Slice {
			f.Set(reflect.MakeSlice(f.Type(), 0, 0))
		} else {
			f.Set(reflect.MakeMap(f.Type()))
		}
	}
}
