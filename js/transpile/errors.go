package transpile

import (
	"fmt"
	"strings"

	"asterism/js/internal/nesting"

	"github.com/evanw/esbuild/pkg/api"
)

// Error is what is wrong with a source.
type Error struct {
	URL          string // of the file it is in
	Line, Column int    // 1-based; 0: unknown
	Message      string
	More         int // how many further errors there were
}

func (e *Error) Error() string {
	at := e.URL
	if e.Line > 0 {
		at = fmt.Sprintf("%s:%d:%d", e.URL, e.Line, e.Column)
	}
	if e.More > 0 {
		return fmt.Sprintf("%s: %s (and %d more)", at, e.Message, e.More)
	}
	return fmt.Sprintf("%s: %s", at, e.Message)
}

// failure makes an *Error of esbuild's messages; fallback names the file when they do not.
func failure(messages []api.Message, fallback string) error {
	first := messages[0]
	e := &Error{URL: fallback, Message: first.Text, More: len(messages) - 1}
	if strings.HasPrefix(first.Text, "Top-level await") {
		e.Message = "top-level await is not supported: modules run without a pause here (classic scripts and service workers have it nowhere)"
	}
	if at := first.Location; at != nil {
		e.URL, e.Line, e.Column = at.File, at.Line, at.Column+1
		if at.Namespace != "" {
			e.URL = stripNamespace(e.URL)
		}
	}
	return e
}

// check refuses sources that could harm the process before a parser sees them.
func check(src []byte, name string) error {
	if len(src) > maxSource {
		return &Error{URL: name, Message: fmt.Sprintf("the script is larger than %d MiB", maxSource>>20)}
	}
	if line, column, deep := nesting.TooDeep(string(src)); deep {
		return &Error{URL: name, Line: line, Column: column, Message: "nested too deeply"}
	}
	return nil
}

// recovered makes an error of a panic in esbuild.
func recovered(name string, err *error) {
	if x := recover(); x != nil {
		*err = &Error{URL: name, Message: fmt.Sprintf("cannot be transformed: %v", x)}
	}
}
