package bus

import (
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestAllContracts holds AllContracts against the variables of contracts.go.
func TestAllContracts(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "contracts.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var declared []string
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.VAR {
			continue
		}
		for _, spec := range gen.Specs {
			for _, v := range spec.(*ast.ValueSpec).Values {
				for _, e := range v.(*ast.CompositeLit).Elts {
					if kv := e.(*ast.KeyValueExpr); kv.Key.(*ast.Ident).Name == "Name" {
						declared = append(declared, strings.Trim(kv.Value.(*ast.BasicLit).Value, `"`))
					}
				}
			}
		}
	}
	var described []string
	for _, c := range AllContracts() {
		if c.Name != "body" {
			described = append(described, c.Name)
		}
		if c.Doc == "" || c.Pattern == "" || strings.ContainsAny(c.Pattern, "{}") {
			t.Errorf("%s: doc %q, pattern %q", c.Name, c.Doc, c.Pattern)
		}
		if slices.Contains(c.Types, nil) {
			t.Errorf("%s: types %v", c.Name, c.Types)
		}
	}
	if !reflect.DeepEqual(declared, described) {
		t.Errorf("contracts.go declares %v\nAllContracts describes %v", declared, described)
	}
}
