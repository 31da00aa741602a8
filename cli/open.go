package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"asterism/bus"
	"asterism/internal/operate"
	"asterism/internal/visit"
)

// open opens a page as a document in a scripthost.
type open struct {
	URL      string         `arg:"" optional:"" help:"The page: a full URL, or a path of the front door. Default: /."`
	Wait     []string       `help:"Wait until an element matches this CSS selector, or for IDLE: until the page is at rest. May be repeated." placeholder:"SELECTOR|IDLE" sep:"none"`
	Eval     []string       `help:"Evaluate this script in the page, after all --wait, await its value, and print it as JSON. May be repeated." placeholder:"JS" sep:"none"`
	JSON     bool           `help:"Print everything as one JSON object at the end."`
	Timeout  time.Duration  `help:"The longest time for loading, waiting and evaluating together." default:"30s"`
	For      *time.Duration `help:"How long to keep the page open after that. Default: 0 with --wait, --eval or --json, else until Ctrl-C." placeholder:"DURATION"`
	Up       string         `help:"Start an asterism for this visit only, in front of a folder or a web server." placeholder:"FOLDER|URL"`
	Register []string       `help:"Register the worker of this path first, for its folder or for SCOPE. May be repeated." placeholder:"PATH[=SCOPE]" sep:"none"`
}

func (o open) Help() string {
	return `The page is a client like a browser's tab: its scripts run, it registers workers, they control it. Shown are its console and its workers', its requests and who answered them, the states of workers, and errors that nobody caught. With --eval that goes to stderr, and the values to stdout.

The exit code is 1 when the page did not load or answered 400 or above, when an error was not caught in it or in a worker, when a worker was not installed, when a script of --eval threw, and when the time was up.

  asterism open / --wait IDLE --eval 'navigator.serviceWorker.controller.state'
  asterism open --up ./site / --wait '#ready' --json

At rest means: loaded, no request under way, no worker being installed or activated, no timer due within a second, for a tenth of a second; ticks of setInterval do not count.`
}

func (o open) Run(sh shell) error {
	if o.URL != "" && !strings.HasPrefix(o.URL, "/") {
		if _, err := webURL(o.URL); err != nil {
			return err
		}
	}
	if o.Up != "" {
		return o.alone(sh)
	}
	to, err := connect(sh)
	if err != nil {
		if errors.Is(err, errNotRunning) {
			return fmt.Errorf("%w; or give --up FOLDER, to have one for this visit only", err)
		}
		return err
	}
	defer to.Close()
	return o.on(sh, to)
}

// on visits the page in a system that runs.
func (o open) on(sh shell, to target) error {
	page, err := to.url(cmp.Or(o.URL, "/"))
	if err != nil {
		return err
	}
	if err := o.register(sh, to.Conn, page); err != nil {
		return err
	}
	account := newTrace(sh, page, len(o.Eval) > 0, o.JSON)
	ctx, cancel := context.WithTimeoutCause(sh.ctx, o.Timeout, errTimeUp)
	defer cancel()
	v, err := visit.Open(ctx, to.Conn, page.String(), account.hear)
	if v == nil {
		return err
	}
	defer func() {
		if err := v.Close(sh.ctx); err != nil {
			sh.log.Warn("the page was not closed; it will expire", "client", v.Doc.Client, "error", err)
		}
	}()
	if err != nil {
		err = fmt.Errorf("%s did not open: %w", page, o.timeUp(ctx, err))
	} else {
		err = o.steps(ctx, sh, v)
		if err == nil {
			err = o.stay(sh.ctx)
		}
	}
	return o.conclude(sh, v, page, err)
}

// register registers the workers that were asked for.
func (o open) register(sh shell, conn *bus.Conn, page *url.URL) error {
	sh.out = sh.err // it is not what was asked for
	if o.JSON {
		sh.out = io.Discard
	}
	return up{Register: o.Register}.register(sh, origin(page), conn)
}

// steps waits and evaluates.
func (o open) steps(ctx context.Context, sh shell, v *visit.Visit) error {
	for _, selector := range o.Wait {
		if strings.EqualFold(selector, "idle") {
			selector = ""
		}
		if err := v.Wait(ctx, selector); err != nil {
			return o.timeUp(ctx, err)
		}
	}
	for _, script := range o.Eval {
		value, err := v.Eval(ctx, script)
		switch {
		case err != nil:
			return fmt.Errorf("evaluating %q: %w", script, o.timeUp(ctx, err))
		case value.Error != nil:
			text := (&operate.Refused{Cause: value.Error}).Error()
			if value.Stack != "" {
				text += "\n" + value.Stack
			}
			return fmt.Errorf("evaluating %q: %s", script, text)
		case !o.JSON:
			sh.printf("%s\n", cmp.Or(value.Text, value.JSON))
		}
	}
	return nil
}

// errTimeUp is why a visit's context ends by itself.
var errTimeUp = errors.New("the time was up")

// timeUp words an error that comes of --timeout.
func (o open) timeUp(ctx context.Context, err error) error {
	var late *visit.Timeout
	switch {
	case errors.As(err, &late) && errors.Is(context.Cause(ctx), errTimeUp):
		return fmt.Errorf("within %s %w", o.Timeout, err)
	case errors.Is(context.Cause(ctx), errTimeUp):
		return fmt.Errorf("it took longer than %s (--timeout)", o.Timeout)
	}
	return err
}

// stay blocks for as long as the page is to be kept.
func (o open) stay(ctx context.Context) error {
	var end <-chan time.Time // never
	switch {
	case o.For != nil:
		end = time.After(*o.For)
	case len(o.Eval) > 0 || len(o.Wait) > 0 || o.JSON:
		return nil
	}
	select {
	case <-ctx.Done():
	case <-end:
	}
	return nil
}

// conclude says what went wrong, and prints the record when that was asked for.
func (o open) conclude(sh shell, v *visit.Visit, page *url.URL, err error) error {
	if o.JSON {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(sh.ctx), 5*time.Second)
		defer cancel()
		err = errors.Join(err, v.Registrations(ctx, origin(page)))
	}
	if closing := v.Close(sh.ctx); closing != nil {
		sh.log.Warn("the page was not closed; it will expire", "client", v.Doc.Client, "error", closing)
	}
	if errors.Is(err, context.Canceled) && sh.ctx.Err() != nil {
		return err
	}
	r := v.Record()
	if err != nil {
		r.Failures = append([]string{err.Error()}, r.Failures...)
	}
	if r.Status >= 400 {
		r.Failures = append(r.Failures, fmt.Sprintf("the page answered %d", r.Status))
	}
	if n := len(r.Errors); n > 0 {
		r.Failures = append(r.Failures, fmt.Sprintf("%d uncaught %s", n, map[bool]string{true: "error", false: "errors"}[n == 1]))
	}
	r.OK = len(r.Failures) == 0
	if o.JSON {
		print := json.NewEncoder(sh.out)
		print.SetEscapeHTML(false)
		print.SetIndent("", "  ")
		if err := print.Encode(r); err != nil {
			return err
		}
	}
	if r.OK {
		return nil
	}
	return errors.New(strings.Join(r.Failures, "\nasterism: "))
}
