package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

type grammar struct {
	Hello  hello  `cmd:"" help:"A hello worker beside workerd, a plain Go server and raw NATS."`
	Stream stream `cmd:"" help:"A large body through a passthrough worker."`
	Cache  cache  `cmd:"" help:"The Cache API beside workerd's and Redis, from 1000 to a million entries."`
	Routes routes `cmd:"" help:"Requests that static routes keep from the worker, beside requests outside any scope."`
	Realm  realm  `cmd:"" help:"A realm of the engine alone: its cost, cold starts, idle memory."`

	Contender contender `cmd:"" hidden:"" help:"Run one of the contenders that are part of this program."`
}

// common is the flags every benchmark takes.
type common struct {
	JSON string `help:"Also write the rows to this file, as a JSON array." placeholder:"FILE"`
}

// load is the flags of a load test.
type load struct {
	Connections int           `help:"Connections, each with one request at a time." default:"32"`
	Duration    time.Duration `help:"Length of one round of one contender." default:"3s"`
	Rounds      int           `help:"Rounds; the median one is shown." default:"5"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	var g grammar
	command := kong.Parse(&g, kong.Name("bench"), kong.Description("Measure asterism beside the alternatives."))
	if err := command.Run(runContext{ctx}); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

// runContext keeps kong from binding a bare interface.
type runContext struct{ context.Context }
