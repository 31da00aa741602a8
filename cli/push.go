package cli

import (
	"errors"
	"fmt"
	"time"

	"asterism/bus"
	"asterism/internal/webpush"
	"asterism/schemas"
)

// push sends a push message to the service worker of a scope, as the operator:
// the subscription's endpoint is for application servers.
type push struct {
	Scope   string        `arg:"" help:"The scope of the registration that is subscribed."`
	Text    string        `arg:"" optional:"" help:"The message's payload. Default: none."`
	TTL     time.Duration `help:"How long the message may wait." default:"1h"`
	Refresh bool          `help:"Send nothing: give the registration another subscription, and its worker the event pushsubscriptionchange."`
}

func (p push) Run(sh shell) error {
	conn, err := connect(sh)
	if err != nil {
		return err
	}
	defer conn.Close()
	scope, err := conn.url(p.Scope)
	if err != nil {
		return err
	}
	if p.Refresh {
		a, err := bus.Push.Do(sh.ctx, conn.Conn, nil, schemas.PushAsk{Op: "refresh", Scope: scope.String()})
		if err == nil && a.Subscription == nil {
			err = notSubscribed(scope.String())
		}
		if err == nil {
			sh.printf("%s\n", a.Subscription.Endpoint)
		}
		return err
	}
	records, err := bus.PushRecords.Open(sh.ctx, conn.Conn)
	if err != nil {
		return err
	}
	e, err := records.Get(sh.ctx, scope.String())
	if errors.Is(err, bus.ErrNotFound) {
		return notSubscribed(scope.String())
	}
	if err != nil {
		return err
	}
	now := time.Now().UTC()
	f := schemas.Functional{
		ID: bus.NewID(), Type: "push", Scope: e.Value.Scope, Registration: e.Value.Registration, At: now, Expires: now.Add(p.TTL),
	}
	if p.Text != "" {
		if f.Sealed, err = webpush.Seal(e.Value.Subscription.P256dh, e.Value.Subscription.Auth, []byte(p.Text)); err != nil {
			return err
		}
	}
	err = bus.Functionals.Publish(sh.ctx, conn.Conn, bus.Params{"type": "push", "scope": f.Scope, "slot": f.ID}, f.ID, f)
	if err == nil {
		sh.printf("%s\tqueued\t%s\n", f.Scope, f.ID)
	}
	return err
}

func notSubscribed(scope string) error {
	return fmt.Errorf("%s is not subscribed to push messages: its page or worker calls registration.pushManager.subscribe()", scope)
}
