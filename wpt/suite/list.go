package suite

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// ParseList reads a list of tests, one per line with tabs between: tree, path
// and query, "long" or nothing, and whatever follows. tree chooses lines by the
// first column; "" takes all.
func ParseList(r io.Reader, tree string) ([]Test, error) {
	var tests []Test
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimRight(lines.Text(), "\r")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) < 2 || !strings.HasPrefix(columns[1], "/") {
			return nil, fmt.Errorf("line %d: %q is not tree, path and “long”, with tabs between", n, line)
		}
		if tree != "" && columns[0] != tree {
			continue
		}
		tests = append(tests, Test{Path: columns[1], Long: len(columns) > 2 && columns[2] == "long"})
	}
	return unique(tests), lines.Err()
}
