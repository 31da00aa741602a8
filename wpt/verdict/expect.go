package verdict

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Known is a group of known failures of one page that have one reason.
type Known struct {
	Reason   string   `json:"reason"`
	Status   string   `json:"status"`
	Flaky    bool     `json:"flaky,omitempty"`    // it passes now and then, and either is expected
	Subtests []string `json:"subtests,omitempty"` // by name; none: the page itself ends with Status
}

// Expectations are the known failures by page (path and query of its URL). What
// is not in them is expected to pass.
type Expectations map[string][]Known

// Load reads the expectations of a folder: every .json file in it.
func Load(dir string) (Expectations, error) {
	all := Expectations{}
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var some Expectations
		if err := json.Unmarshal(data, &some); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for url, known := range some {
			if fileOf(url) != filepath.Base(file) {
				return nil, fmt.Errorf("%s: %s belongs into %s", file, url, fileOf(url))
			}
			all[url] = known
		}
	}
	return all, nil
}

// fileOf is the name of the file that has a page's expectations.
func fileOf(url string) string { return Directory(url, 1) + ".json" }

// Save writes the expectations into a folder, one file for each top folder of
// the suite, and removes files that are not needed any more.
func (e Expectations) Save(dir string) error {
	files := map[string]Expectations{}
	for url, known := range e {
		if len(known) == 0 {
			continue
		}
		name := fileOf(url)
		if files[name] == nil {
			files[name] = Expectations{}
		}
		files[name][url] = known
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return err
	}
	for _, file := range old {
		if files[filepath.Base(file)] != nil {
			continue
		}
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for name, some := range files {
		data, err := encode(some)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// encode is indented JSON in which < and & stay readable.
func encode(v any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(v)
	return []byte(b.String()), err
}

// Surprise is a result that differs from what was expected.
type Surprise struct {
	URL, Subtest string // no subtest: the page
	Got, Want    string // "" for got: there is no such subtest
	Message      string
}

func (s Surprise) String() string {
	what := s.URL
	if s.Subtest != "" {
		what += " | " + s.Subtest
	}
	if s.Got == "" {
		return fmt.Sprintf("%s: is not there any more; expected %s", what, s.Want)
	}
	return fmt.Sprintf("%s: %s; expected %s", what, s.Got, s.Want)
}

// Compare gives what is unexpected in results, passes as well as failures.
// Pages that were not run are not looked at.
func (e Expectations) Compare(results []Result) []Surprise {
	var all []Surprise
	for _, r := range results {
		want := index(e[r.URL])
		look := func(subtest, got, good, message string) {
			k, known := want[subtest]
			delete(want, subtest)
			expected := good
			if known {
				expected = k.Status
			}
			if got != expected && !(known && k.Flaky && got == good) {
				all = append(all, Surprise{URL: r.URL, Subtest: subtest, Got: got, Want: expected, Message: message})
			}
		}
		look("", r.Status, OK, r.Message)
		for _, s := range r.Subtests {
			look(s.Name, s.Status, Pass, s.Message)
		}
		for _, subtest := range slices.Sorted(maps.Keys(want)) {
			if !want[subtest].Flaky {
				all = append(all, Surprise{URL: r.URL, Subtest: subtest, Want: want[subtest].Status})
			}
		}
	}
	return all
}

// index is the groups by subtest, "" for the page.
func index(groups []Known) map[string]Known {
	m := map[string]Known{}
	for _, g := range groups {
		if len(g.Subtests) == 0 {
			m[""] = g
		}
		for _, s := range g.Subtests {
			m[s] = g
		}
	}
	return m
}

// Update makes the results the expectations of their pages. Reasons are kept;
// a new failure's comes from reasons, or is empty.
func (e Expectations) Update(results []Result, reasons Reasons) {
	for _, r := range results {
		before := index(e[r.URL])
		keys := map[string]Known{}
		bad := map[string][]string{}
		add := func(subtest, status, message string) {
			k := Known{Status: status, Reason: before[subtest].Reason, Flaky: before[subtest].Flaky}
			if k.Reason == "" {
				k.Reason = reasons.Of(r.URL, subtest, message)
			}
			key := fmt.Sprint(subtest == "", k.Status, k.Flaky, k.Reason)
			keys[key] = k
			bad[key] = append(bad[key], subtest)
		}
		if r.Status != OK {
			add("", r.Status, r.Message)
		}
		for _, s := range r.Subtests {
			if s.Status != Pass || before[s.Name].Flaky {
				status := s.Status
				if status == Pass {
					status = before[s.Name].Status
				}
				add(s.Name, status, s.Message)
			}
		}
		delete(e, r.URL)
		for key, k := range keys {
			if bad[key][0] != "" {
				k.Subtests = bad[key]
				slices.Sort(k.Subtests)
				k.Subtests = slices.Compact(k.Subtests)
			}
			e[r.URL] = append(e[r.URL], k)
		}
		slices.SortFunc(e[r.URL], func(a, b Known) int {
			return cmp.Or(cmp.Compare(len(a.Subtests), len(b.Subtests)), cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Status, b.Status))
		})
	}
}
