package console

import (
	"strings"
	"unicode/utf8"

	"asterism/js"

	"github.com/dop251/goja"
)

// table shows rows of objects in columns; other values are logged as they are.
//
// https://console.spec.whatwg.org/#table
func (k *console) table(c js.Call) goja.Value {
	rows, ok := c.Arg(0).(*goja.Object)
	if !ok || rows.ExportType() == proxyType {
		return k.logger(Log)(c)
	}
	var only map[string]bool
	if columns, ok := c.Arg(1).(*goja.Object); ok {
		only = map[string]bool{}
		c.VM.ForOf(columns, func(v goja.Value) bool {
			only[c.String(v, "column")] = true
			return len(only) < maxElements
		})
	}
	g := grid{head: []string{"(index)"}, column: map[string]int{}}
	s := sketch{in: k.inspect}
	for i, key := range rows.Keys() {
		if i == maxElements {
			break
		}
		g.rows = append(g.rows, map[int]string{0: key})
		v, _ := s.own(rows, key)
		row, ok := v.(*goja.Object)
		if !ok || row.ExportType() == proxyType {
			g.put("Values", k.inspect.show(v))
			continue
		}
		for j, name := range row.Keys() {
			if j < maxElements && (only == nil || only[name]) {
				cell, _ := s.own(row, name)
				g.put(name, k.inspect.show(cell))
			}
		}
	}
	k.print(Log, g.String())
	return nil
}

// grid is a table under construction.
type grid struct {
	head   []string
	column map[string]int
	rows   []map[int]string
}

func (g *grid) put(name, cell string) {
	at, ok := g.column[name]
	if !ok {
		at = len(g.head)
		g.column[name] = at
		g.head = append(g.head, name)
	}
	cell, _, cut := strings.Cut(cell, "\n")
	if cut {
		cell += " …"
	}
	g.rows[len(g.rows)-1][at] = cell
}

func (g *grid) String() string {
	width := make([]int, len(g.head))
	for i, h := range g.head {
		width[i] = utf8.RuneCountInString(h)
		for _, r := range g.rows {
			width[i] = max(width[i], utf8.RuneCountInString(r[i]))
		}
	}
	var b strings.Builder
	line := func(cells func(i int) string) {
		for i := range g.head {
			if i > 0 {
				b.WriteString(" │ ")
			}
			cell := cells(i)
			b.WriteString(cell)
			if i < len(g.head)-1 {
				b.WriteString(strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell)))
			}
		}
	}
	line(func(i int) string { return g.head[i] })
	b.WriteByte('\n')
	for i := range g.head {
		if i > 0 {
			b.WriteString("─┼─")
		}
		b.WriteString(strings.Repeat("─", width[i]))
	}
	for _, r := range g.rows {
		b.WriteByte('\n')
		line(func(i int) string { return r[i] })
	}
	return b.String()
}
