package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"asterism/wpt/origin"
	"asterism/wpt/suite"
)

// options is the command line.
type options struct {
	Paths []string `arg:"" optional:"" name:"path" help:"Files or folders of tests below the root, or paths of their URLs."`

	Root      string `type:"existingdir" help:"Folder of web-platform-tests." placeholder:"DIR"`
	Server    string `help:"Use the suite's server at this address instead of starting one: http://web-platform.test:8000, or an http and an https URL with a comma between." placeholder:"URL"`
	Serve     bool   `help:"Run only the suite's server, until Ctrl-C."`
	Python    string `help:"The Python 3 that runs the suite's server." default:"python3"`
	Global    string `help:"Globals for .any.js tests: window, serviceworker, dedicatedworker, …, with commas between, or declared for those each names. Pages of folders are run only with window or declared." default:"serviceworker"`
	HTTPS     bool   `name:"https" help:"Open service workers' tests at the https origin, as the suite's own runner does, also those whose names do not ask for it."`
	List      string `type:"existingfile" help:"Run the tests of this list: tree, path and “long”, with tabs between." placeholder:"FILE.tsv"`
	Tree      string `help:"Take only the list's lines with this in the first column."`
	Filter    string `help:"Run only tests whose URL contains this."`
	Processes bool   `help:"Give each service a process of its own, with a NATS server between; default: all in one process."`
	Parallel  int    `short:"j" help:"Pages at once. Default: the number of processors."`

	Results []string `help:"Take the results of an earlier --json instead of running anything. May be repeated: later files replace pages of earlier ones." placeholder:"FILE" sep:"none"`

	JSON    string `help:"Write the results here." placeholder:"FILE"`
	Expect  string `help:"Folder of expectations." default:"wpt/expect" placeholder:"DIR"`
	Update  bool   `help:"Rewrite the expectations of what was run, keeping the reasons."`
	Page    string `name:"conformance" help:"Write the conformance page here, and its figures beside the expectations." placeholder:"FILE"`
	Depth   int    `help:"How many names of a folder the table's rows have; 0: all." default:"0"`
	Verbose bool   `short:"v" help:"Print each subtest that did not pass."`
	Log     bool   `short:"l" help:"Print the pages' console too."`
	Debug   bool   `help:"Print the services' own log when a page's process dies, and everything with --log."`
}

// tests is what to run.
func (o options) tests(stderr io.Writer) ([]suite.Test, error) {
	if o.Root == "" {
		return nil, errors.New("--root: give the folder of web-platform-tests")
	}
	globals, err := suite.ParseGlobals(o.Global)
	if err != nil {
		return nil, err
	}
	var tests []suite.Test
	if o.List != "" {
		f, err := os.Open(o.List)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if tests, err = suite.ParseList(f, o.Tree); err != nil {
			return nil, fmt.Errorf("%s: %w", o.List, err)
		}
	}
	found, err := suite.Finder{Root: o.Root, Globals: globals, Empty: func(path string) {
		fmt.Fprintf(stderr, "wpt: %s holds no test for --global %s\n", path, o.Global)
	}}.Find(o.Paths)
	if err != nil {
		return nil, err
	}
	tests = suite.Select(append(tests, found...), o.Filter)
	for i := range tests {
		tests[i].HTTPS = o.HTTPS && (tests[i].Has("serviceworker") || tests[i].Has("serviceworker-module"))
	}
	if len(tests) == 0 {
		return nil, errors.New("no tests: give files, folders or a list")
	}
	return tests, nil
}

// network is the suite's server, and how to end it.
func (o options) network(ctx context.Context, stderr io.Writer) (*origin.Server, func(), error) {
	if o.Server != "" {
		s, err := origin.Running(o.Server)
		return s, func() {}, err
	}
	root, err := filepath.Abs(o.Root)
	if err != nil {
		return nil, nil, err
	}
	s, err := origin.Start(ctx, root, o.Python, stderr)
	if err != nil {
		return nil, nil, err
	}
	if s.Moved {
		fmt.Fprintf(stderr, "wpt: some of the suite's usual ports are taken, so others are used: %+v\n", s.Ports)
	}
	return s, s.Stop, nil
}

func (o options) parallel() int {
	if o.Parallel > 0 {
		return o.Parallel
	}
	return runtime.NumCPU()
}
