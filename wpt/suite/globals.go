package suite

import (
	"fmt"
	"slices"
	"strings"
)

// suffixes are the endings of the pages that run a .any.js in each global.
var suffixes = map[string]string{
	"window":                 ".any.html",
	"dedicatedworker":        ".any.worker.html",
	"dedicatedworker-module": ".any.worker-module.html",
	"sharedworker":           ".any.sharedworker.html",
	"sharedworker-module":    ".any.sharedworker-module.html",
	"serviceworker":          ".any.serviceworker.html",
	"serviceworker-module":   ".any.serviceworker-module.html",
}

// ParseGlobals reads --global: names with commas between them. "declared" stands
// for those the test itself names.
func ParseGlobals(s string) ([]string, error) {
	var all []string
	for g := range strings.SplitSeq(s, ",") {
		g = strings.TrimSpace(g)
		if _, known := suffixes[g]; !known && g != Declared {
			return nil, fmt.Errorf("--global: there is no global %q: there are %s and %s", g, strings.Join(sortedKeys(suffixes), ", "), Declared)
		}
		all = append(all, g)
	}
	return all, nil
}

// Declared asks for the globals a test names.
const Declared = "declared"

// globals are those a .any.js is to run in, of the wanted ones.
func (m Meta) globals(wanted []string) []string {
	var run []string
	for _, g := range wanted {
		switch {
		case g == Declared:
			for _, d := range m.declared() {
				if _, known := suffixes[d]; known && !slices.Contains(run, d) {
					run = append(run, d)
				}
			}
		case m.suits(g) && !slices.Contains(run, g):
			run = append(run, g)
		}
	}
	return run
}

// declared is META's list with its abbreviations written out.
func (m Meta) declared() []string {
	if m.Global == nil {
		return []string{"window", "dedicatedworker"}
	}
	var all []string
	for _, g := range m.Global {
		switch g {
		case "default":
			all = append(all, "window", "dedicatedworker")
		case "worker":
			all = append(all, "dedicatedworker", "sharedworker", "serviceworker")
		default:
			all = append(all, g)
		}
	}
	return all
}

// suits says whether a test may run in a global. A test that says nothing, or
// only that it wants a dedicated worker too, needs nothing a service worker has
// not: it is run there although the suite's server does not. One that names
// other workers and leaves a kind out means it.
func (m Meta) suits(global string) bool {
	declared := m.declared()
	base := strings.TrimSuffix(global, "-module")
	if slices.Contains(declared, global) || slices.Contains(declared, base) {
		return true
	}
	return base == "serviceworker" && slices.Contains(declared, "dedicatedworker") &&
		!slices.Contains(declared, "sharedworker") && (m.Global == nil || slices.Contains(declared, "window"))
}
