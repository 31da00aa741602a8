package suite

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Test is one page to open.
type Test struct {
	Path string // path and query on the suite's server, "/dom/abort/x.any.serviceworker.html"
	Long bool   // it may take a minute rather than ten seconds
	// HTTPS asks for the https origin whatever the file's name says.
	HTTPS bool
}

// Secure says whether a test wants the https origin. The suite's own runner opens
// there what runs in a service worker, too, and then tests that do not say so, and
// whose URLs are of the http origin, meet mixed content. Here they are opened where
// they were written for, as a secure context (as with a browser's
// --unsafely-treat-insecure-origin-as-secure).
func (t Test) Secure() bool { return t.HTTPS || t.Has("https") || t.Has("h2") }

// Has says whether a flag is in the name of the test's file, between dots.
func (t Test) Has(flag string) bool {
	file, _, _ := strings.Cut(t.Path, "?")
	return slices.Contains(strings.Split(path.Base(file), "."), flag)
}

// Finder finds the tests of a folder.
type Finder struct {
	Root    string   // the suite's folder
	Globals []string // for .any.js files, see [ParseGlobals]
	// Empty, when set, is told of paths that hold no test for these globals.
	Empty func(path string)
}

// Find gives the tests that paths stand for, in order: files or folders below
// the root (with or without a leading slash, or as the file system names them),
// or URLs' paths as a list of tests has them.
func (f Finder) Find(paths []string) ([]Test, error) {
	var tests []Test
	for _, p := range paths {
		found, err := f.find(p)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 && f.Empty != nil {
			f.Empty(p)
		}
		tests = append(tests, found...)
	}
	return unique(tests), nil
}

func (f Finder) find(p string) ([]Test, error) {
	rel := p
	if abs, err := filepath.Abs(p); err == nil {
		if root, err := filepath.Abs(f.Root); err == nil && strings.HasPrefix(abs, root+string(filepath.Separator)) {
			rel = filepath.ToSlash(abs[len(root):])
		}
	}
	rel = "/" + strings.Trim(rel, "/")
	if full := filepath.Join(f.Root, filepath.FromSlash(rel)); isDir(full) {
		return f.walk(rel, full)
	}
	if _, err := os.Stat(filepath.Join(f.Root, filepath.FromSlash(rel))); err == nil {
		return f.file(rel, true)
	}
	file, _ := f.source(rel)
	if file == "" {
		return nil, fmt.Errorf("%s is neither a file nor the URL of a test below %s", p, f.Root)
	}
	m, err := f.meta(file)
	return []Test{{Path: rel, Long: m.Long}}, err
}

// walk finds the tests below a folder.
func (f Finder) walk(rel, full string) ([]Test, error) {
	var tests []Test
	err := filepath.WalkDir(full, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		at := path.Join(rel, filepath.ToSlash(strings.TrimPrefix(name, full)))
		switch {
		case d.IsDir() && skipped[d.Name()]:
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		found, err := f.file(at, false)
		tests = append(tests, found...)
		return err
	})
	return tests, err
}

// manual are files that need a person or a picture.
var manual = regexp.MustCompile(`(?i)-(manual|ref|notref|visual)(\.|$)|-support\.`)

// skipped are folders whose files are no tests.
var skipped = map[string]bool{"resources": true, "support": true, "tools": true, "reference": true, "handlers": true}

// file is the tests of one file. named: the user asked for this very file.
func (f Finder) file(rel string, named bool) ([]Test, error) {
	name := path.Base(rel)
	stem, script := strings.CutSuffix(rel, ".any.js")
	switch {
	case script:
		return f.any(stem)
	case strings.HasSuffix(name, ".window.js"):
		return f.page(rel, strings.TrimSuffix(rel, ".js")+".html")
	case strings.HasSuffix(name, ".worker.js"):
		// A dedicated worker's test; a wrapped .any.js is no file.
		if !named && !slices.Contains(f.Globals, "dedicatedworker") && !slices.Contains(f.Globals, Declared) {
			return nil, nil
		}
		return f.page(rel, strings.TrimSuffix(rel, ".js")+".html")
	}
	ext := path.Ext(name)
	if ext != ".html" && ext != ".htm" && ext != ".xhtml" && ext != ".xht" || manual.MatchString(name) {
		return nil, nil
	}
	if !named && !slices.Contains(f.Globals, "window") && !slices.Contains(f.Globals, Declared) {
		return nil, nil
	}
	src, err := os.ReadFile(filepath.Join(f.Root, filepath.FromSlash(rel)))
	if err != nil {
		return nil, err
	}
	m, harness := PageMeta(src)
	if !harness {
		return nil, nil
	}
	return variants(rel, m), nil
}

// any is the tests of a .any.js, whose path without that ending is stem.
func (f Finder) any(stem string) ([]Test, error) {
	m, err := f.meta(stem + ".any.js")
	if err != nil {
		return nil, err
	}
	var tests []Test
	for _, g := range m.globals(f.Globals) {
		tests = append(tests, variants(stem+suffixes[g], m)...)
	}
	return tests, nil
}

// page is the tests of a script that runs in a page of its own.
func (f Finder) page(rel, url string) ([]Test, error) {
	if strings.HasSuffix(rel, ".window.js") && !slices.Contains(f.Globals, "window") && !slices.Contains(f.Globals, Declared) {
		return nil, nil
	}
	m, err := f.meta(rel)
	if err != nil {
		return nil, err
	}
	return variants(url, m), nil
}

// meta reads what a file says of itself.
func (f Finder) meta(rel string) (Meta, error) {
	src, err := os.ReadFile(filepath.Join(f.Root, filepath.FromSlash(rel)))
	if err != nil {
		return Meta{}, err
	}
	if strings.HasSuffix(rel, ".js") {
		return ScriptMeta(src), nil
	}
	m, _ := PageMeta(src)
	return m, nil
}

// source is the file behind a test's URL and the global it runs in; "" if there
// is none.
func (f Finder) source(url string) (file, global string) {
	p, _, _ := strings.Cut(url, "?")
	p, _, _ = strings.Cut(p, "#")
	candidates := map[string]string{p: "window"}
	for g, suffix := range suffixes {
		if stem, ok := strings.CutSuffix(p, suffix); ok {
			candidates[stem+".any.js"] = g
		}
	}
	if stem, ok := strings.CutSuffix(p, ".html"); ok {
		candidates[stem+".js"] = "window"
	}
	for file, global := range candidates {
		if info, err := os.Stat(filepath.Join(f.Root, filepath.FromSlash(file))); err == nil && !info.IsDir() {
			return file, global
		}
	}
	return "", ""
}

func variants(url string, m Meta) []Test {
	if len(m.Variants) == 0 {
		return []Test{{Path: url, Long: m.Long}}
	}
	var tests []Test
	for _, v := range m.Variants {
		tests = append(tests, Test{Path: url + v, Long: m.Long})
	}
	return tests
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// unique drops tests that were found before.
func unique(tests []Test) []Test {
	seen := map[string]bool{}
	return slices.DeleteFunc(tests, func(t Test) bool {
		before := seen[t.Path]
		seen[t.Path] = true
		return before
	})
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// Select keeps the tests whose path contains text, each once.
func Select(tests []Test, text string) []Test {
	return slices.DeleteFunc(unique(tests), func(t Test) bool { return !strings.Contains(t.Path, text) })
}
