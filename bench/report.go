package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"
)

// row is one line of a report. A zero figure does not apply.
type row struct {
	Name  string  `json:"name"`
	RPS   float64 `json:"rps,omitempty"`
	P50   float64 `json:"p50_us,omitempty"`
	P99   float64 `json:"p99_us,omitempty"`
	CPU   float64 `json:"cpu_us,omitempty"` // per request, without the load generator
	Time  float64 `json:"us,omitempty"`
	Bytes float64 `json:"bytes,omitempty"`
	Ratio float64 `json:"ratio,omitempty"` // what to: the report says
}

// medianRow takes each figure's median over the rounds.
func medianRow(rounds []row) row {
	pick := func(get func(row) float64) float64 {
		var all []float64
		for _, r := range rounds {
			all = append(all, get(r))
		}
		return median(all)
	}
	return row{
		Name: rounds[0].Name,
		RPS:  pick(func(r row) float64 { return r.RPS }),
		P50:  pick(func(r row) float64 { return r.P50 }),
		P99:  pick(func(r row) float64 { return r.P99 }),
		CPU:  pick(func(r row) float64 { return r.CPU }),
	}
}

func median[T cmp.Ordered](all []T) T {
	slices.Sort(all)
	return all[len(all)/2]
}

// print writes the rows as a table; ratio says what Ratio is a ratio of.
func printRows(w io.Writer, rows []row, ratio string) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "name\trps\tp50 µs\tp99 µs\tCPU µs/req\tµs\tMiB\t%s\t\n", ratio)
	for _, r := range rows {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", r.Name,
			figure(r.RPS, 0), figure(r.P50, 0), figure(r.P99, 0), figure(r.CPU, 1),
			figure(r.Time, 0), figure(r.Bytes/(1<<20), 1), figure(r.Ratio, 2))
	}
	return table.Flush()
}

func figure(v float64, digits int) string {
	if v == 0 {
		return "-"
	}
	return fmt.Sprintf("%.*f", digits, v)
}

// writeJSON writes the rows where --json says.
func (c common) writeJSON(rows []row) error {
	if c.JSON == "" {
		return nil
	}
	data, err := json.MarshalIndent(rows, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(c.JSON, append(data, '\n'), 0o644)
}
