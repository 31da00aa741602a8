package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"asterism/wpt/verdict"
)

// maxSurprises is how many are printed without --verbose.
const maxSurprises = 50

// compare holds results against the expectations, or makes them those.
func (o options) compare(w io.Writer, results []verdict.Result) error {
	if _, err := os.Stat(o.Expect); err != nil && !o.Update {
		fmt.Fprintf(w, "no expectations: %v\n", err)
		return nil
	}
	known, err := verdict.Load(o.Expect)
	if err != nil {
		return err
	}
	if o.Update {
		reasons, err := verdict.LoadReasons(o.data("reasons.json"))
		if err != nil {
			return err
		}
		known.Update(results, reasons)
		if err := known.Save(o.Expect); err != nil {
			return err
		}
	}
	if o.Page != "" {
		if err := o.page(results, known); err != nil {
			return err
		}
	}
	surprises := known.Compare(results)
	if len(surprises) == 0 {
		fmt.Fprintln(w, "everything as expected")
		return nil
	}
	fmt.Fprintf(w, "\n%d not as expected:\n", len(surprises))
	for i, s := range surprises {
		if i == maxSurprises && !o.Verbose {
			fmt.Fprintf(w, "  and %d more (all with --verbose)\n", len(surprises)-i)
			break
		}
		fmt.Fprintf(w, "  %s\n", s)
	}
	return errUnexpected
}

// page writes the conformance page, and the figures it is made of.
func (o options) page(results []verdict.Result, known verdict.Expectations) error {
	ours, err := verdict.LoadScores(o.data("scores.json"))
	if err != nil {
		return err
	}
	browser, err := verdict.LoadScores(o.data("chromium.json"))
	if err != nil {
		return err
	}
	remarks, err := verdict.LoadRemarks(o.data("remarks.json"))
	if err != nil {
		return err
	}
	ours.Who = time.Now().UTC().Format("2 January 2006")
	ours.Add(results)
	if err := ours.Save(o.data("scores.json")); err != nil {
		return err
	}
	return os.WriteFile(o.Page, []byte(verdict.Page(ours, browser, known, remarks)), 0o644)
}

// data is a file beside the expectations' folder.
func (o options) data(name string) string {
	return filepath.Join(filepath.Dir(filepath.Clean(o.Expect)), name)
}
