// Package configdoc reads what configuration structs say about themselves: the
// environment variable of each field, its default and its description. The
// reference page docs/configuration.md and `asterism config` come from it.
//
// A field's tags are those of envconfig: `envconfig:"LOADER_LISTEN"
// default:":8080" desc:"…" required:"true"`. Fields tagged `ignored:"true"` and
// unexported ones are not configuration. Fields tagged `secret:"true"` do not
// show their value. A struct inside a struct belongs to the outer one.
package configdoc

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Section is the configuration of one service.
type Section struct {
	Title string
	Doc   string // a sentence about who reads it; may be empty
	Rows  []Row
}

// Row is one environment variable.
type Row struct {
	Name     string // of the environment variable
	Type     string // in words: "duration", "true or false", "list of text", …
	Default  string
	Required bool
	Desc     string
	Value    string // what the struct holds; hidden when it is a secret
	Changed  bool   // the value is not the default
}

// Rows describes the fields of cfg, a struct or a pointer to one, in order. A
// field without an envconfig name or a desc is an error: nobody could set it.
func Rows(cfg any) ([]Row, error) {
	v := reflect.Indirect(reflect.ValueOf(cfg))
	if v.Kind() != reflect.Struct {
		return nil, fmt.Errorf("configdoc: %T is not a struct", cfg)
	}
	return rows(v)
}

func rows(v reflect.Value) (list []Row, err error) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || f.Tag.Get("ignored") == "true" {
			continue
		}
		name := f.Tag.Get("envconfig")
		if name == "" && f.Type.Kind() == reflect.Struct && !isText(f.Type) {
			inner, err := rows(v.Field(i))
			if err != nil {
				return nil, err
			}
			list = append(list, inner...)
			continue
		}
		row := Row{
			Name: name, Type: describe(f.Type), Default: f.Tag.Get("default"),
			Required: f.Tag.Get("required") == "true", Desc: f.Tag.Get("desc"), Value: show(v.Field(i)),
		}
		if name == "" || row.Desc == "" {
			return nil, fmt.Errorf("configdoc: %s.%s needs an envconfig name and a desc", v.Type(), f.Name)
		}
		row.Changed = changed(v.Field(i), row.Default)
		if f.Tag.Get("secret") == "true" && row.Value != "" {
			row.Value = "(hidden)"
		}
		list = append(list, row)
	}
	return list, nil
}

// changed says whether a field holds something else than its default.
func changed(v reflect.Value, text string) bool {
	if text == "" {
		return !v.IsZero()
	}
	if d, ok := v.Interface().(time.Duration); ok {
		want, err := time.ParseDuration(text)
		return err != nil || d != want
	}
	return show(v) != text
}

// isText says whether a type reads itself from text.
func isText(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) ||
		reflect.PointerTo(t).Implements(reflect.TypeFor[interface{ Decode(string) error }]()) ||
		reflect.PointerTo(t).Implements(reflect.TypeFor[interface{ Set(string) error }]())
}

// describe says in words what to write for a value of t.
func describe(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Duration]():
		return "duration"
	case isText(t):
		return "text"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return describe(t.Elem())
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "whole number"
	case reflect.Float32, reflect.Float64:
		return "number"
	case reflect.Slice:
		return "list (a,b,…)"
	case reflect.Map:
		return "pairs (a:x,b:y,…)"
	default:
		return "text"
	}
}

// show writes a value the way the environment would have it.
func show(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return ""
		}
		return show(v.Elem())
	case reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = show(v.Index(i))
		}
		return strings.Join(parts, ",")
	case reflect.Map:
		var parts []string
		for _, k := range sorted(v.MapKeys()) {
			parts = append(parts, show(k)+":"+show(v.MapIndex(k)))
		}
		return strings.Join(parts, ",")
	default:
		return fmt.Sprint(v.Interface())
	}
}
