package configdoc

import (
	"bytes"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
)

// Markdown writes the sections as a page's tables.
func Markdown(w io.Writer, sections []Section) error {
	var b strings.Builder
	for _, s := range sections {
		fmt.Fprintf(&b, "\n## %s\n\n", s.Title)
		if s.Doc != "" {
			fmt.Fprintf(&b, "%s\n\n", s.Doc)
		}
		b.WriteString("| variable | type | default | what it sets |\n|---|---|---|---|\n")
		for _, r := range s.Rows {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", r.Name, r.Type, r.defaultCell(), cell(r.Desc))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Row) defaultCell() string {
	switch {
	case r.Required:
		return "(required)"
	case r.Default == "":
		return ""
	default:
		return "`" + cell(r.Default) + "`"
	}
}

// cell keeps a table's columns apart.
func cell(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "|", `\|`)
}

// Text writes the sections as an env file: each variable with the value it has,
// under a comment that says what it means, and its default when that differs.
func Text(w io.Writer, sections []Section) error {
	var b bytes.Buffer
	for i, s := range sections {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "### %s\n", s.Title)
		for _, r := range s.Rows {
			b.WriteByte('\n')
			comment(&b, r.Desc)
			if r.Changed {
				fmt.Fprintf(&b, "# default: %s\n", r.Default)
			}
			fmt.Fprintf(&b, "%s=%s\n", r.Name, r.Value)
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

// commentWidth is where comment lines are broken.
const commentWidth = 96

// comment writes the text as comment lines.
func comment(b *bytes.Buffer, text string) {
	line := "#"
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > commentWidth {
			fmt.Fprintln(b, line)
			line = "#"
		}
		line += " " + word
	}
	if line != "#" {
		fmt.Fprintln(b, line)
	}
}

// sorted orders a map's keys by what they show.
func sorted(keys []reflect.Value) []reflect.Value {
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(show(a), show(b)) })
	return keys
}
