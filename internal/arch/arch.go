// Package arch keeps the direction of imports:
//
//	main → app, cli → services → webapi, js, bus → schemas → standard library
//
// Its test reads `go list` and fails, with the reason, when an import breaks it.
package arch

import (
	"fmt"
	"slices"
	"strings"
)

// Module is the path of this module.
const Module = "asterism"

// Package is what `go list -json` says of one package.
type Package struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

// Check says what is wrong with a package's imports, one line each. Tests may
// also import test helpers, and those of schemas what they compare with.
func Check(p Package) []string {
	var wrong []string
	from := room(p.ImportPath)
	for _, imported := range p.Imports {
		if why := forbidden(from, p.ImportPath, imported); why != "" {
			wrong = append(wrong, fmt.Sprintf("%s imports %s: %s", p.ImportPath, imported, why))
		}
	}
	for _, imported := range slices.Concat(p.TestImports, p.XTestImports) {
		if isTestHelper(imported) || from == "schemas" && !hasRoot(imported, Module) {
			continue
		}
		if why := forbidden(from, p.ImportPath, imported); why != "" {
			wrong = append(wrong, fmt.Sprintf("a test of %s imports %s: %s", p.ImportPath, imported, why))
		}
	}
	return wrong
}

// room is the top folder a package is in, "main" for the module's root.
func room(path string) string {
	rest, ok := strings.CutPrefix(path, Module+"/")
	if !ok {
		return "main"
	}
	top, _, _ := strings.Cut(rest, "/")
	return top
}

// hasRoot says whether path is one of roots or below it.
func hasRoot(path string, roots ...string) bool {
	return slices.ContainsFunc(roots, func(root string) bool { return path == root || strings.HasPrefix(path, root+"/") })
}

// isTestHelper says whether a package exists for tests.
func isTestHelper(path string) bool {
	last := path[strings.LastIndexByte(path, '/')+1:]
	return strings.HasPrefix(path, Module+"/") && strings.HasSuffix(last, "test")
}
