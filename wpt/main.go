// Command wpt runs web-platform-tests through the whole system: a scripthost
// opens each page, workers run in a manager, all network passes a loader. The
// suite is not part of this repository; its folder is an argument.
//
//	go run ./wpt --root DIR PATH…            run tests: files or folders of DIR, or their URLs
//	go run ./wpt --root DIR --list FILE.tsv  run those of a list
//	go run ./wpt --root DIR --serve          only run the suite's server, for others' --server
//
// It prints a table and compares with the expectations in wpt/expect: known
// failures, with a reason each. It exits with 1 when anything is unexpected, a
// pass as well as a failure.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// asChild is set for the processes that open the pages.
const asChild = "ASTERISM_WPT_CHILD"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	if os.Getenv(asChild) != "" {
		os.Exit(child(ctx))
	}
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the command: 0 as expected, 1 something is not, 2 it could not be run.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var o options
	exit := -1
	parser, err := kong.New(&o, kong.Name("wpt"),
		kong.Description("Run web-platform-tests through the whole system."),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { exit = code }))
	if err != nil {
		fmt.Fprintln(stderr, "wpt:", err)
		return 2
	}
	_, err = parser.Parse(args)
	if exit >= 0 { // --help
		return exit
	}
	if err == nil {
		err = o.run(ctx, stdout, stderr)
	}
	switch {
	case errors.Is(err, errUnexpected):
		return 1
	case err != nil:
		fmt.Fprintln(stderr, "wpt:", err)
		return 2
	}
	return 0
}

// errUnexpected says that the results are not those expected.
var errUnexpected = errors.New("not as expected")
