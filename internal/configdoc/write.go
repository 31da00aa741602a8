package configdoc

import (
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"text/tabwriter"
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

// Text writes the sections for a terminal: each variable with the value it has
// (marked with * when that is not the default), and its description.
func Text(w io.Writer, sections []Section) error {
	tw := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	for i, s := range sections {
		if i > 0 {
			fmt.Fprintln(tw)
		}
		fmt.Fprintf(tw, "# %s\n", s.Title)
		for _, r := range s.Rows {
			mark := " "
			if r.Changed {
				mark = "*"
			}
			fmt.Fprintf(tw, "%s %s\t= %s\t%s\n", mark, r.Name, r.Value, strings.Join(strings.Fields(r.Desc), " "))
		}
	}
	return tw.Flush()
}

// sorted orders a map's keys by what they show.
func sorted(keys []reflect.Value) []reflect.Value {
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(show(a), show(b)) })
	return keys
}
