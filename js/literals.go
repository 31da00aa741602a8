package js

import (
	"reflect"
	"regexp"
	"strings"

	"asterism/js/internal/pattern"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

// specialRegExp is the name under which programs find the function that registers a
// rewritten literal. No script can write it as an identifier, and so none can
// shadow it; the table of globals answers to it without making it a global.
const specialRegExp = "%RegExp%"

// A literal goja would misread without an error. (?<name> counts only when some
// name occurs twice, modifiers and unknown flags are errors of goja's.)
var misread = regexp.MustCompile(`\\[pP]\{|\(\?<[^=!][^>]*>`)

// mayMisread is a cheap look at whether literals have to be looked at.
func mayMisread(source string) bool {
	if !strings.Contains(source, `\p{`) && !strings.Contains(source, `\P{`) && strings.Count(source, "(?<") < 2 {
		return false
	}
	return misread.MatchString(source)
}

// badExpression reports whether a compile error may be about a regular expression.
func badExpression(err error) bool {
	text := err.Error()
	return strings.Contains(text, "RegExp") || strings.Contains(text, "regular expression") || strings.Contains(text, "Invalid group")
}

// rewriteLiterals replaces the regular expression literals that goja cannot run by
// calls that register a rewritten literal: /\p{Nd}/u becomes
// %RegExp%(/[0-9٠-٩…]/u, "\\p{Nd}", "u"). changed: there was one.
func rewriteLiterals(name string, program *ast.Program) (changed bool, err error) {
	w := literalWalk{seen: map[any]bool{}}
	for i := range program.Body {
		w.walk(reflect.ValueOf(&program.Body[i]).Elem())
	}
	if w.err != nil {
		at := program.File.Position(int(w.at.Idx0()) - program.File.Base())
		return false, &SyntaxError{Name: name, Line: at.Line, Column: at.Column, Message: "Invalid regular expression: /" +
			w.at.Pattern + "/" + w.at.Flags + ": " + w.err.Error()}
	}
	return w.changed, nil
}

// literalWalk walks a syntax tree by reflection: it is only for the few scripts
// that need it.
type literalWalk struct {
	seen    map[any]bool
	changed bool
	at      *ast.RegExpLiteral // of err
	err     error
}

func (w *literalWalk) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface:
		if v.IsNil() {
			return
		}
		if literal, ok := v.Interface().(*ast.RegExpLiteral); ok {
			if call := w.rewrite(literal); call != nil && v.CanSet() {
				v.Set(reflect.ValueOf(call))
			}
			return
		}
		w.walk(v.Elem())
	case reflect.Pointer:
		if v.IsNil() || w.seen[v.Interface()] || v.Type().Elem().Kind() != reflect.Struct || v.Type().Elem().PkgPath() != astPackage {
			return
		}
		w.seen[v.Interface()] = true
		w.walk(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				w.walk(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			w.walk(v.Index(i))
		}
	}
}

var astPackage = reflect.TypeFor[ast.Program]().PkgPath()

func (w *literalWalk) rewrite(literal *ast.RegExpLiteral) ast.Expression {
	if !pattern.Needed(literal.Pattern, literal.Flags) || w.err != nil {
		return nil
	}
	result, err := pattern.Rewrite(literal.Pattern, literal.Flags)
	if err != nil {
		w.at, w.err = literal, err
		return nil
	}
	w.changed = true
	text := func(s string) ast.Expression {
		return &ast.StringLiteral{Idx: literal.Idx, Literal: `""`, Value: unistring.NewFromString(s)}
	}
	return &ast.CallExpression{
		Callee: &ast.Identifier{Name: specialRegExp, Idx: literal.Idx},
		ArgumentList: []ast.Expression{
			&ast.RegExpLiteral{Idx: literal.Idx, Literal: literal.Literal, Pattern: result.Pattern, Flags: result.Flags},
			text(literal.Pattern), text(literal.Flags),
		},
		LeftParenthesis: literal.Idx, RightParenthesis: literal.Idx,
	}
}

// registerLiteral is the function behind specialRegExp: (literal, source, flags).
func (r *Realm) registerLiteral() goja.Value {
	return r.function("", 3, func(call goja.FunctionCall) goja.Value {
		literal := call.Argument(0).(*goja.Object)
		s, err := r.regexps().find(call.Argument(1).String(), call.Argument(2).String())
		if err != nil {
			r.Throw(r.SyntaxErrorValue("Invalid regular expression: %v", err))
		}
		r.regexps().register(literal, s)
		return literal
	})
}
