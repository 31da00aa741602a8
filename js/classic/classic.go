// Package classic compiles classic scripts for goja, lowered by package transpile
// where the engine needs it.
package classic

import (
	"errors"
	"net/url"
	"path"
	"strings"

	"asterism/js"
	"asterism/js/transpile"

	"github.com/dop251/goja"
)

// Compile compiles a classic script named name, normally its URL. A script that the
// engine does not parse is lowered and tried again: only what neither understands is
// an error, a *js.SyntaxError with a position in the script as it was written.
func Compile(name string, source []byte, language transpile.Loader) (*goja.Program, error) {
	if language == transpile.JS && !transpile.Needed(source) {
		program, err := js.Compile(name, string(source))
		if err == nil {
			return program, nil
		}
		lowered, lowering := lower(name, source, language)
		if lowering != nil {
			return nil, better(err, lowering)
		}
		if program, again := js.Compile(name, string(lowered)); again == nil {
			return program, nil
		}
		return nil, err
	}
	lowered, err := lower(name, source, language)
	if err != nil {
		return nil, err
	}
	return js.Compile(name, string(lowered))
}

// better picks the error to show: the lowering's names the feature or says what was
// expected, unless it is about something the engine refused earlier in the script.
func better(engine, lowering error) error {
	before, ok := errors.AsType[*js.SyntaxError](engine)
	after, ok2 := errors.AsType[*js.SyntaxError](lowering)
	if ok && ok2 && before.Line > 0 && (before.Line < after.Line || before.Line == after.Line && before.Column < after.Column) {
		return engine
	}
	return lowering
}

func lower(name string, source []byte, language transpile.Loader) ([]byte, error) {
	lowered, _, err := transpile.Classic(source, name, language)
	if e, ok := errors.AsType[*transpile.Error](err); ok {
		return nil, &js.SyntaxError{Name: e.URL, Line: e.Line, Column: e.Column, Message: e.Message}
	}
	return lowered, err
}

// Language is what a script at this URL, sent with this Content-Type (may be empty),
// is written in.
func Language(address, contentType string) transpile.Loader {
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch strings.TrimSpace(kind) {
	case "text/typescript", "application/typescript", "application/x-typescript":
		return transpile.TS
	}
	if u, err := url.Parse(address); err == nil {
		switch strings.ToLower(path.Ext(u.Path)) {
		case ".ts", ".mts", ".cts":
			return transpile.TS
		}
	}
	return transpile.JS
}
