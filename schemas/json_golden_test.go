package schemas

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Each golden message is what Encode writes and Decode reads, and follows its
// schema. What the schema calls required Decode requires too; what neither
// knows both let pass.
func TestGoldenMessages(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range jsonSamples() {
		name, _, _ := strings.Cut(s.file, ".")
		seen[name] = true
		t.Run(s.file, func(t *testing.T) {
			data, err := s.encode()
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", s.file+".json")
			if *update {
				var b bytes.Buffer
				if err := json.Indent(&b, data, "", "  "); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, append(b.Bytes(), '\n'), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			golden, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var flat bytes.Buffer
			if err := json.Compact(&flat, golden); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(flat.String(), string(data)); diff != "" {
				t.Errorf("the message changed (-golden +written):\n%s", diff)
			}
			back, err := s.decode(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(s.value, back); diff != "" {
				t.Errorf("read differs from written:\n%s", diff)
			}
			s.variants(t, schemaFor(t, name), golden)
		})
	}
	files, err := filepath.Glob("json/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if name := strings.TrimSuffix(filepath.Base(f), ".json"); !seen[name] {
			t.Errorf("%s has a schema but no sample: add one to jsonSamples", name)
		}
	}
}

func schemaFor(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(filepath.Join("json", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// variants holds Decode and the schema against each other: the message as it
// is, with a new field, and without each of its fields.
func (s jsonSample) variants(t *testing.T, schema *jsonschema.Schema, golden []byte) {
	t.Helper()
	agree := func(what string, m map[string]any, fits bool) {
		t.Helper()
		data, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(m); (err == nil) != fits {
			t.Errorf("%s: the schema says %v", what, err)
		}
		if _, err := s.decode(data); (err == nil) != fits || err != nil && !errors.Is(err, &Error{Code: CodeBadMessage}) {
			t.Errorf("%s: Decode says %v", what, err)
		}
	}
	parse := func() (m map[string]any) {
		if err := json.Unmarshal(golden, &m); err != nil {
			t.Fatal(err)
		}
		return m
	}
	m := parse()
	agree("as it is", m, true)
	m["a field of a later version"] = []any{1.0, nil}
	agree("with a new field", m, true)
	required := map[string]bool{}
	for _, name := range schema.Required {
		required[name] = true
	}
	for name := range parse() {
		m := parse()
		delete(m, name)
		agree("without "+name, m, !required[name])
		m = parse()
		m[name] = map[string]any{"of": "another type"}
		if _, isObject := parse()[name].(map[string]any); !isObject {
			agree("with "+name+" of another type", m, false)
		}
	}
}
