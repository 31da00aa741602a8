package main

import (
	"os"
	"strings"
	"testing"

	"asterism/wpt/verdict"
)

// Every known failure has a reason.
func TestExpectations(t *testing.T) {
	known, err := verdict.Load("expect")
	if err != nil {
		t.Fatal(err)
	}
	for url, groups := range known {
		for _, g := range groups {
			if g.Reason == "" {
				t.Errorf("%s: no reason for %s of %q", url, g.Status, g.Subtests)
			}
		}
	}
	if _, err := verdict.LoadReasons("reasons.json"); err != nil {
		t.Error(err)
	}
}

// The page says what the figures beside the expectations say.
func TestConformancePage(t *testing.T) {
	const page = "../docs/conformance.md"
	if _, err := os.Stat(page); err != nil {
		t.Fatal(err)
	}
	ours, err := verdict.LoadScores("scores.json")
	if err != nil {
		t.Fatal(err)
	}
	browser, err := verdict.LoadScores("chromium.json")
	if err != nil {
		t.Fatal(err)
	}
	known, err := verdict.Load("expect")
	if err != nil {
		t.Fatal(err)
	}
	remarks, err := verdict.LoadRemarks("remarks.json")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if want := verdict.Page(ours, browser, known, remarks); string(got) != want {
		t.Errorf("docs/conformance.md is not what `go run ./wpt --root DIR --update --conformance docs/conformance.md …` writes")
	}
}

func TestCommandLine(t *testing.T) {
	for args, part := range map[string]string{
		"":                            "--root",
		"--root .":                    "no tests",
		"--root . --global moon x":    "moon",
		"--root . nowhere":            "nowhere",
		"--root . --server x reasons": "reasons",
	} {
		var out, errs strings.Builder
		if code := run(t.Context(), strings.Fields(args), &out, &errs); code != 2 || !strings.Contains(errs.String(), part) {
			t.Errorf("%q: %d %s", args, code, errs.String())
		}
	}
}
