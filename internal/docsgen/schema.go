package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/invopop/jsonschema"
)

// draft07 is what NATS's own schemas use and every AsyncAPI tool reads.
const draft07 = "http://json-schema.org/draft-07/schema#"

// schemaFiles makes a JSON Schema for each message that travels as JSON.
func schemaFiles(src *source) (files []file, err error) {
	for _, t := range messages() {
		if isFrame(t) {
			continue
		}
		data, err := schemaOf(t, src)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t, err)
		}
		files = append(files, file{schemaDir + "/" + t.Name() + ".json", data})
	}
	return files, nil
}

// schemaOf makes the schema of one message. A field without omitempty is
// required; fields it does not name are allowed.
func schemaOf(t reflect.Type, src *source) ([]byte, error) {
	r := jsonschema.Reflector{
		Anonymous:                 true,
		AllowAdditionalProperties: true,
		ExpandedStruct:            true,
		Mapper:                    src.enumeration,
		LookupComment: func(t reflect.Type, field string) string {
			if field == "" {
				return src.of(t)
			}
			return src.comments[t.Name()+"."+field]
		},
	}
	s := r.ReflectFromType(t)
	s.Version = draft07
	s.ID = jsonschema.ID("urn:asterism:v1:" + t.Name())
	s.Title = t.Name()
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, err
	}
	// Draft 7's word for what the generator calls $defs.
	data = bytes.ReplaceAll(data, []byte(`"$defs": {`), []byte(`"definitions": {`))
	data = bytes.ReplaceAll(data, []byte(`"#/$defs/`), []byte(`"#/definitions/`))
	return append(data, '\n'), nil
}

// enumeration lists the values of a string type that has constants.
func (s *source) enumeration(t reflect.Type) *jsonschema.Schema {
	values := s.values[t.Name()]
	if t.Kind() != reflect.String || len(values) == 0 {
		return nil
	}
	e := &jsonschema.Schema{Type: "string"}
	for _, v := range values {
		e.Enum = append(e.Enum, v)
	}
	return e
}
