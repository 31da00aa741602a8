package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// grammar is every command and flag.
type grammar struct {
	LogFormat string `help:"How log lines look: text for people, json for machines." enum:"text,json" default:"text" env:"ASTERISM_LOG_FORMAT"`
	LogLevel  string `help:"The least important log lines to write." enum:"debug,info,warn,error" default:"info" env:"ASTERISM_LOG_LEVEL"`

	Up up `cmd:"" help:"Run everything in this process, with an embedded NATS server."`

	Constellation service `cmd:"" help:"Run the coordinator against NATS_URL."`
	Manager       service `cmd:"" help:"Run a manager of service workers against NATS_URL."`
	Loader        service `cmd:"" help:"Run an HTTP front door against NATS_URL."`
	Scripthost    service `cmd:"" help:"Run a host of documents against NATS_URL."`

	Register   register      `cmd:"" help:"Register a service worker, or update it, and wait until it is active."`
	Unregister unregister    `cmd:"" help:"Unregister the service worker of a scope."`
	Ls         list          `cmd:"" help:"List registrations and what runs."`
	Inspect    inspect       `cmd:"" help:"Show a registration's versions, those to roll back to, and how a canary fares."`
	Update     update        `cmd:"" help:"Look for a new version of a scope's service worker now."`
	Activate   activate      `cmd:"" help:"Make the waiting version of a scope active now, whoever uses the old one."`
	Rollback   rollback      `cmd:"" help:"Bring a former version of a scope's service worker back."`
	Canary     canary        `cmd:"" help:"Send a share of the front door's clients to the next version first."`
	Open       open          `cmd:"" help:"Open a page as a browser would, without one: shows its console, requests, errors; fails when it does."`
	Notify     notify        `cmd:"" help:"List notifications, click or close one."`
	Push       push          `cmd:"" help:"Send a push message to the service worker of a scope."`
	Cache      cacheCommands `cmd:"" help:"Look into the caches of the Cache API, and empty them."`
	Health     health        `cmd:"" help:"Ask a service's health endpoint (for container health checks)."`
	Config     config        `cmd:"" help:"Print the whole configuration: every variable, its value, default and meaning."`
	Version    version       `cmd:"" help:"Print the version."`
}

// shell is what a command gets from the outside.
type shell struct {
	ctx context.Context // ends at the first SIGINT or SIGTERM
	out io.Writer
	err io.Writer
	log *slog.Logger
}

func (s shell) printf(format string, args ...any) { fmt.Fprintf(s.out, format, args...) }

// Main runs a command and returns the exit code: 0 it worked, 1 it failed, 2
// the command line could not be understood.
func Main(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	return Run(ctx, args, stdout, stderr)
}

// Run is Main under a context of the caller's.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var g grammar
	exit := -1
	parser, err := kong.New(&g,
		kong.Name("asterism"),
		kong.Description("Standard service workers, run on the server, with NATS as the only thing between them."),
		kong.Writers(stdout, stderr),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Exit(func(code int) { exit = code }),
	)
	if err != nil {
		fmt.Fprintln(stderr, "asterism:", err)
		return 2
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if exit >= 0 { // --help
		return exit
	}
	if err != nil {
		fmt.Fprintf(stderr, "asterism: %v (see `asterism --help`)\n", err)
		return 2
	}
	err = command.Run(shell{ctx: ctx, out: stdout, err: stderr, log: newLogger(stderr, g.LogFormat, g.LogLevel)}, command)
	if err != nil && !(errors.Is(err, context.Canceled) && ctx.Err() != nil) {
		fmt.Fprintln(stderr, "asterism:", err)
		return 1
	}
	return 0
}
