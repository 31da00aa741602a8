// Docsgen writes the files that derive from the code: a JSON Schema per message
// and the AsyncAPI document in schemas/, docs/subjects.md and
// docs/configuration.md. Run it in the repository's root:
//
//	go run ./internal/docsgen          write them
//	go run ./internal/docsgen -check   fail when one is stale, showing where
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	check := flag.Bool("check", false, "write nothing; fail when a file is stale")
	flag.Parse()
	do := write
	if *check {
		do = compare
	}
	if err := do("."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// file is a generated file, its path relative to the root.
type file struct {
	path string
	data []byte
}

// generate makes every file. It reads the sources of schemas/ below root.
func generate(root string) ([]file, error) {
	src, err := readSource(filepath.Join(root, "schemas"))
	if err != nil {
		return nil, err
	}
	schemas, err := schemaFiles(src)
	if err != nil {
		return nil, err
	}
	config, err := configurationPage()
	if err != nil {
		return nil, err
	}
	return append(schemas,
		file{"schemas/asyncapi.yaml", asyncAPI(src)},
		file{"docs/subjects.md", subjectsPage(src)},
		file{"docs/configuration.md", config},
	), nil
}

// schemaDir holds nothing but generated files.
const schemaDir = "schemas/json"

// write writes every file and removes schemas of messages that are gone.
func write(root string) error {
	files, err := generate(root)
	if err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(root, f.path)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.data, 0o666); err != nil {
			return err
		}
	}
	extra, err := extraFiles(root, files)
	for _, path := range extra {
		err = errors.Join(err, os.Remove(filepath.Join(root, path)))
	}
	return err
}

// compare says of each stale file where it differs.
func compare(root string) error {
	files, err := generate(root)
	if err != nil {
		return err
	}
	extra, err := extraFiles(root, files)
	if err != nil {
		return err
	}
	var stale []error
	for _, path := range extra {
		stale = append(stale, fmt.Errorf("%s: no message has this schema any more", path))
	}
	for _, f := range files {
		have, err := os.ReadFile(filepath.Join(root, f.path))
		if err != nil {
			stale = append(stale, fmt.Errorf("%s: %w", f.path, err))
		} else if hint := firstDifference(have, f.data); hint != "" {
			stale = append(stale, fmt.Errorf("%s:%s", f.path, hint))
		}
	}
	if stale != nil {
		stale = append(stale, errors.New("stale: run go run ./internal/docsgen"))
	}
	return errors.Join(stale...)
}

// extraFiles is what lies in the schemas' folder and is not generated.
func extraFiles(root string, files []file) (extra []string, err error) {
	have, err := filepath.Glob(filepath.Join(root, schemaDir, "*"))
	for _, path := range have {
		path = filepath.ToSlash(filepath.Join(schemaDir, filepath.Base(path)))
		if !slices.ContainsFunc(files, func(f file) bool { return f.path == path }) {
			extra = append(extra, path)
		}
	}
	return extra, err
}

// firstDifference shows the first line that differs; "" = the same.
func firstDifference(have, want []byte) string {
	if bytes.Equal(have, want) {
		return ""
	}
	h, w := bytes.Split(have, []byte("\n")), bytes.Split(want, []byte("\n"))
	n := 0
	for n < len(h) && n < len(w) && bytes.Equal(h[n], w[n]) {
		n++
	}
	line := func(l [][]byte) []byte {
		if n < len(l) {
			return l[n]
		}
		return []byte("(end of file)")
	}
	return fmt.Sprintf("%d:\n  - %s\n  + %s", n+1, line(h), line(w))
}
