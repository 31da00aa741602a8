package verdict

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// Statuses of a subtest, and those of a page.
const (
	Pass    = "PASS"
	Fail    = "FAIL"
	Timeout = "TIMEOUT" // of both
	NotRun  = "NOTRUN"

	OK    = "OK"
	Error = "ERROR" // the harness failed
	Crash = "CRASH" // the process that ran the page died
)

// Result is one page's.
type Result struct {
	URL      string    `json:"url"` // path and query
	Status   string    `json:"status"`
	Message  string    `json:"message,omitempty"` // of the harness, or why there is no result
	Subtests []Subtest `json:"subtests"`
	Log      []string  `json:"-"` // the page's console
	Seconds  float64   `json:"-"`
}

// Subtest is one test() of a page.
type Subtest struct {
	Name    string `json:"name"`
	Status  string `json:"status"`
	Message string `json:"message,omitempty"`
}

// Passed counts the subtests that passed.
func (r Result) Passed() (n int) {
	for _, s := range r.Subtests {
		if s.Status == Pass {
			n++
		}
	}
	return n
}

// Clean says whether the page finished and all its subtests passed.
func (r Result) Clean() bool {
	return r.Status == OK && len(r.Subtests) > 0 && r.Passed() == len(r.Subtests)
}

// Sort orders results by URL.
func Sort(results []Result) {
	slices.SortFunc(results, func(a, b Result) int { return strings.Compare(a.URL, b.URL) })
}

// Read reads what Write wrote. A page's result in a later file replaces that of an
// earlier one.
func Read(files ...string) ([]Result, error) {
	pages := map[string]Result{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var some []Result
		if err := json.Unmarshal(data, &some); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for _, r := range some {
			pages[r.URL] = r
		}
	}
	return slices.Collect(maps.Values(pages)), nil
}

// Write writes results as a JSON array.
func Write(file string, results []Result) error {
	for i := range results {
		if results[i].Subtests == nil {
			results[i].Subtests = []Subtest{}
		}
	}
	data, err := json.MarshalIndent(results, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o600)
}
