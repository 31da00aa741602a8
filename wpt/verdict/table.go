package verdict

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"text/tabwriter"
)

// Row is the figures of one directory.
type Row struct {
	Directory                                                   string
	Files, Clean, Subtests, Pass, Fail, Timeout, NotRun, Broken int // Broken: files with no OK at the end
}

// Rows sums results up by directory, in order, depth names deep (0: as deep as
// they are).
func Rows(results []Result, depth int) []Row {
	rows := map[string]*Row{}
	for _, r := range results {
		dir := Directory(r.URL, depth)
		row := rows[dir]
		if row == nil {
			row = &Row{Directory: dir}
			rows[dir] = row
		}
		row.add(r)
	}
	var all []Row
	for _, dir := range sorted(rows) {
		all = append(all, *rows[dir])
	}
	return all
}

func (row *Row) add(r Result) {
	row.Files++
	if r.Clean() {
		row.Clean++
	}
	if r.Status != OK {
		row.Broken++
	}
	for _, s := range r.Subtests {
		row.Subtests++
		switch s.Status {
		case Pass:
			row.Pass++
		case Timeout:
			row.Timeout++
		case NotRun:
			row.NotRun++
		default:
			row.Fail++
		}
	}
}

// Total sums rows up.
func Total(rows []Row) Row {
	t := Row{Directory: "total"}
	for _, r := range rows {
		t.Files += r.Files
		t.Clean += r.Clean
		t.Subtests += r.Subtests
		t.Pass += r.Pass
		t.Fail += r.Fail
		t.Timeout += r.Timeout
		t.NotRun += r.NotRun
		t.Broken += r.Broken
	}
	return t
}

// Directory is the folder of a test's URL, at most depth names of it.
func Directory(url string, depth int) string {
	p, _, _ := strings.Cut(url, "?")
	p, _, _ = strings.Cut(p, "#")
	names := strings.Split(strings.Trim(path.Dir(p), "/"), "/")
	if depth > 0 && len(names) > depth {
		names = names[:depth]
	}
	return strings.Join(names, "/")
}

// WriteTable writes rows and their sum.
func WriteTable(w io.Writer, rows []Row) error {
	t := tabwriter.NewWriter(w, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "directory\tfiles\tall pass\tnot OK\tsubtests\tpass\tfail\ttimeout\tnot run\t%\t")
	for _, r := range append(slices.Clone(rows), Total(rows)) {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%s\t\n",
			r.Directory, r.Files, r.Clean, r.Broken, r.Subtests, r.Pass, r.Fail, r.Timeout, r.NotRun, r.Percent())
	}
	return t.Flush()
}

// Percent is the share of subtests that passed, never rounded up to 100.
func (r Row) Percent() string {
	if r.Subtests == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f", float64(r.Pass*1000/r.Subtests)/10)
}
