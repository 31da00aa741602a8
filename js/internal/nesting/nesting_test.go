package nesting

import (
	"strings"
	"testing"
)

func TestTooDeep(t *testing.T) {
	for _, c := range []struct {
		source       string
		deep         bool
		line, column int
	}{
		{"", false, 0, 0},
		{strings.Repeat("{", Max), false, 0, 0},
		{strings.Repeat("{", Max+1), true, 1, Max + 1},
		{"\n\n" + strings.Repeat("[", Max+1), true, 3, Max + 1},
		{strings.Repeat("[]{}()", Max), false, 0, 0},
		{strings.Repeat("- ", Max+1), true, 1, 2*Max + 1},
		{strings.Repeat("a-b;", Max), false, 0, 0},
		{strings.Repeat(")", Max) + strings.Repeat("(", 10), false, 0, 0},
	} {
		line, column, deep := TooDeep(c.source)
		if deep != c.deep || line != c.line || column != c.column {
			t.Errorf("%.20q…: %d:%d %v, want %d:%d %v", c.source, line, column, deep, c.line, c.column, c.deep)
		}
	}
}
