package js

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"asterism/js/internal/nesting"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

// Compile compiles a classic script; engine panics become errors; syntax errors
// are *SyntaxError with name, line and column. The program may be shared by any
// number of realms. A source map inside the script (a data: URL) is used for
// positions; one at any other URL is ignored, never loaded.
func Compile(name, source string) (p *goja.Program, err error) {
	if line, column, deep := nesting.TooDeep(source); deep {
		return nil, &SyntaxError{Name: name, Line: line, Column: column, Message: "nested too deeply"}
	}
	p, err = compile(name, source, mayMisread(source))
	switch fault := (*EngineFault)(nil); {
	case err == nil:
	case errors.As(err, &fault):
		if plain := spellOut(source); plain != source {
			return compile(name, plain, mayMisread(plain))
		}
	case badExpression(err):
		return compile(name, source, true)
	}
	return p, err
}

// longEscape is a code point of six digits or more: goja panics at such an escape
// in a string.
var longEscape = regexp.MustCompile(`\\+u\{[0-9a-fA-F]{6,}\}`)

// spellOut writes long escapes as pairs of surrogates, which moves columns behind
// them by two.
func spellOut(source string) string {
	return longEscape.ReplaceAllStringFunc(source, func(text string) string {
		slashes, digits, _ := strings.Cut(text, "u{")
		code, err := strconv.ParseUint(strings.TrimSuffix(digits, "}"), 16, 32)
		if err != nil || code > unicode.MaxRune || len(slashes)%2 == 0 {
			return text
		}
		if code < 0x10000 {
			return fmt.Sprintf(`%su%04x`, slashes, code)
		}
		high, low := utf16.EncodeRune(rune(code))
		return fmt.Sprintf(`%su%04x\u%04x`, slashes, high, low)
	})
}

// compile compiles; literals: regular expressions may have to be rewritten.
func compile(name, source string, literals bool) (p *goja.Program, err error) {
	defer func() {
		if x := recover(); x != nil {
			p, err = nil, newFault(fmt.Sprintf("compiling %s: %v", name, x))
		}
	}()
	tree, err := parser.ParseFile(nil, name, source, 0, parser.WithSourceMapLoader(noSourceMap))
	if err != nil {
		return nil, syntaxError(name, err)
	}
	if literals {
		if _, err := rewriteLiterals(name, tree); err != nil {
			return nil, err
		}
	}
	p, err = goja.CompileAST(tree, false)
	if err != nil {
		return nil, syntaxError(name, err)
	}
	return p, nil
}

var errNoSourceMap = errors.New("js: source maps are only read from data: URLs")

func noSourceMap(string) ([]byte, error) { return nil, errNoSourceMap }

// syntaxError makes a *SyntaxError of what goja's parser and compiler return.
func syntaxError(name string, err error) error {
	var list parser.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		first := list[0]
		return &SyntaxError{Name: name, Line: first.Position.Line, Column: first.Position.Column, Message: first.Message}
	}
	var one *goja.CompilerSyntaxError
	if errors.As(err, &one) {
		out := &SyntaxError{Name: name, Message: one.Message}
		if one.File != nil {
			at := one.File.Position(one.Offset)
			out.Line, out.Column = at.Line, at.Column
		}
		return out
	}
	var ref *goja.CompilerReferenceError
	if errors.As(err, &ref) {
		out := &SyntaxError{Name: name, Message: ref.Message}
		if ref.File != nil {
			at := ref.File.Position(ref.Offset)
			out.Line, out.Column = at.Line, at.Column
		}
		return out
	}
	return &SyntaxError{Name: name, Message: err.Error()}
}
