package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
)

// source is what the sources of package schemas say beyond their types.
type source struct {
	comments map[string]string   // of "Type" and "Type.Field", on one line
	values   map[string][]string // of a string type's constants, in order
}

// readSource reads the package's files, tests aside.
func readSource(dir string) (*source, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	s := &source{comments: map[string]string{}, values: map[string][]string{}}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok {
				s.declaration(g)
			}
		}
	}
	if len(s.comments) == 0 {
		return nil, fmt.Errorf("no sources in %s: run docsgen in the repository's root", dir)
	}
	return s, nil
}

func (s *source) declaration(g *ast.GenDecl) {
	for _, spec := range g.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			s.comment(spec.Name.Name, spec.Doc, g.Doc)
			if t, ok := spec.Type.(*ast.StructType); ok {
				for _, f := range t.Fields.List {
					for _, name := range f.Names {
						s.comment(spec.Name.Name+"."+name.Name, f.Doc, f.Comment)
					}
				}
			}
		case *ast.ValueSpec:
			t, ok := spec.Type.(*ast.Ident)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, v := range spec.Values {
				if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					value, _ := strconv.Unquote(lit.Value) // the parser took it
					s.values[t.Name] = append(s.values[t.Name], value)
				}
			}
		}
	}
}

// comment keeps the first comment there is.
func (s *source) comment(key string, groups ...*ast.CommentGroup) {
	for _, g := range groups {
		if text := strings.Join(strings.Fields(g.Text()), " "); text != "" {
			s.comments[key] = text
			return
		}
	}
}

// of is the comment of a type of package schemas.
func (s *source) of(t reflect.Type) string { return s.comments[t.Name()] }

// synopsis is the comment's first sentence.
func (s *source) synopsis(t reflect.Type) string {
	text := s.of(t)
	if i := strings.Index(text, ". "); i >= 0 {
		return text[:i+1]
	}
	return text
}
