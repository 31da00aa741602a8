package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"

	"asterism/wpt/lab"
	"asterism/wpt/suite"
	"asterism/wpt/verdict"
)

func (o options) run(ctx context.Context, stdout, stderr io.Writer) error {
	if len(o.Results) > 0 {
		results, err := verdict.Read(o.Results...)
		if err != nil {
			return err
		}
		return o.conclude(stdout, results)
	}
	var tests []suite.Test
	if !o.Serve {
		var err error
		if tests, err = o.tests(stderr); err != nil {
			return err
		}
	}
	network, stop, err := o.network(ctx, stderr)
	if err != nil {
		return err
	}
	defer stop()
	if o.Serve {
		fmt.Fprintf(stdout, "the suite's server runs: --server %s\n", network.Address())
		select {
		case <-ctx.Done():
			return nil
		case err := <-network.Done():
			return fmt.Errorf("the suite's server ended: %v", err)
		}
	}
	root, err := filepath.Abs(o.Root)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	pool := lab.Pool{
		Network: network, Children: o.parallel(),
		Setup: lab.Setup{Root: root, Ports: network.Ports, CA: network.CA, Processes: o.Processes},
		Command: func() *exec.Cmd {
			cmd := exec.Command(self)
			cmd.Env = append(os.Environ(), asChild+"="+o.childMode())
			return cmd
		},
	}
	results := make([]verdict.Result, 0, len(tests))
	pool.Run(ctx, tests, func(r verdict.Result) {
		results = append(results, r)
		o.show(stdout, r, len(results), len(tests))
	})
	if ctx.Err() != nil {
		return fmt.Errorf("interrupted after %d of %d tests", len(results), len(tests))
	}
	return o.conclude(stdout, results)
}

// show tells of one page.
func (o options) show(w io.Writer, r verdict.Result, n, of int) {
	if r.Clean() && !o.Log {
		if of <= 20 {
			fmt.Fprintf(w, "%-7s %d/%d %s\n", r.Status, r.Passed(), len(r.Subtests), r.URL)
		}
		return
	}
	fmt.Fprintf(w, "%-7s %d/%d %s (%.1fs) [%d of %d]\n", r.Status, r.Passed(), len(r.Subtests), r.URL, r.Seconds, n, of)
	if o.Verbose && r.Message != "" {
		fmt.Fprintf(w, "    %s\n", r.Message)
	}
	for _, s := range r.Subtests {
		if o.Verbose && s.Status != verdict.Pass {
			fmt.Fprintf(w, "    %s %s\n        %s\n", s.Status, s.Name, s.Message)
		}
	}
	if o.Log {
		for _, line := range r.Log {
			fmt.Fprintf(w, "    | %s\n", line)
		}
	}
}

// conclude writes what was asked for and compares.
func (o options) conclude(w io.Writer, results []verdict.Result) error {
	verdict.Sort(results)
	if o.JSON != "" {
		if err := verdict.Write(o.JSON, results); err != nil {
			return err
		}
	}
	if err := verdict.WriteTable(w, verdict.Rows(results, o.Depth)); err != nil {
		return err
	}
	return o.compare(w, results)
}

func (o options) childMode() string {
	if o.Debug {
		return "debug"
	}
	return "quiet"
}

// child opens pages for the command that started it, or is one service of a child
// that does.
func child(ctx context.Context) int {
	work := lab.Serve
	if os.Getenv(lab.AsService) != "" {
		work = lab.RunService
	}
	level := slog.LevelError + 1
	if os.Getenv(asChild) == "debug" {
		level = slog.LevelDebug
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	if err := work(ctx, os.Stdin, os.Stdout, log); err != nil {
		fmt.Fprintln(os.Stderr, "wpt child:", err)
		return 1
	}
	return 0
}
