package cli

import (
	"context"
	"fmt"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// open opens a URL as a document in a scripthost.
type open struct {
	URL  string         `arg:"" help:"The page to open, a full URL."`
	Eval []string       `help:"Evaluate this script in the document after it loaded, and print its value as JSON. May be repeated." placeholder:"JS" sep:"none"`
	For  *time.Duration `help:"How long to keep the document open once loaded and evaluated. Default: until Ctrl-C, or 0 with --eval." placeholder:"DURATION"`
}

func (o open) Help() string {
	return "The document is a client like a browser's tab: its scripts run, it registers workers, it is controlled by them. It is discarded when this command ends."
}

func (o open) Run(sh shell) error {
	if _, err := webURL(o.URL); err != nil {
		return err
	}
	to, err := connect(sh)
	if err != nil {
		return err
	}
	defer to.Close()
	conn := to.Conn
	page, err := to.url(o.URL)
	if err != nil {
		return err
	}

	console := bus.NewID()
	sub, err := bus.DocumentLog.Subscribe(conn, bus.Params{"console": console}, func(l schemas.Log, _ bus.Params) {
		sh.printf("%-5s %s\n", l.Level, l.Text)
	})
	if err != nil {
		return err
	}
	defer sub.Drain()

	doc, err := bus.Open.Do(sh.ctx, conn, nil, schemas.OpenDocument{URL: page.String(), Console: console})
	if err != nil {
		return fmt.Errorf("%s did not open: %w", o.URL, err)
	}
	defer o.close(sh, conn, doc.Client)
	sh.log.Info("opened", "url", doc.URL, "status", doc.Status, "title", doc.Title, "client", doc.Client)

	for _, script := range o.Eval {
		value, err := bus.Eval.Do(sh.ctx, conn, bus.Params{"client": doc.Client}, schemas.EvalDocument{Client: doc.Client, Script: script})
		if err != nil {
			return fmt.Errorf("evaluating %q: %w", script, err)
		}
		if value.Error != nil {
			return fmt.Errorf("evaluating %q: %w", script, exception(value.Error))
		}
		sh.printf("%s\n", value.JSON)
	}
	o.stay(sh.ctx)
	return nil
}

// stay blocks for as long as the document is to be kept.
func (o open) stay(ctx context.Context) {
	var end <-chan time.Time // never
	switch {
	case o.For != nil:
		end = time.After(*o.For)
	case len(o.Eval) > 0:
		return
	}
	select {
	case <-ctx.Done():
	case <-end:
	}
}

// close discards the document, also when the command was interrupted.
func (o open) close(sh shell, conn *bus.Conn, client string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(sh.ctx), 5*time.Second)
	defer cancel()
	if _, err := bus.CloseDocument.Do(ctx, conn, bus.Params{"client": client}, schemas.CloseDocument{Client: client}); err != nil {
		sh.log.Warn("the document was not closed; it will expire", "client", client, "error", err)
	}
}
