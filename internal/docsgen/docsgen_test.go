package main

import (
	"strings"
	"testing"
)

// The generated files are what the code says.
func TestGeneratedFilesAreFresh(t *testing.T) {
	if err := compare("../.."); err != nil {
		t.Fatal(err)
	}
}

func TestFirstDifference(t *testing.T) {
	for _, tt := range []struct{ have, want, hint string }{
		{"a\nb\n", "a\nb\n", ""},
		{"a\nb\n", "a\nc\n", "2:\n  - b\n  + c"},
		{"a", "a\nc", "2:\n  - (end of file)\n  + c"},
	} {
		if hint := firstDifference([]byte(tt.have), []byte(tt.want)); hint != tt.hint {
			t.Errorf("%q, %q: %q, want %q", tt.have, tt.want, hint, tt.hint)
		}
	}
}

// A root without sources is an error that says what to do.
func TestWrongFolder(t *testing.T) {
	if _, err := generate(t.TempDir()); err == nil || !strings.Contains(err.Error(), "repository's root") {
		t.Error(err)
	}
}
