package functional

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"asterism/bus"
	"asterism/schemas"

	"golang.org/x/sync/errgroup"
)

// World is what the package needs of the constellation.
type World interface {
	// Registration is the registration of exactly this scope, or nil.
	Registration(ctx context.Context, scope string) (*schemas.Registration, error)
	// Dispatch hands an event to the worker, which is started when need be.
	Dispatch(ctx context.Context, e schemas.Event) (schemas.EventReply, error)
	// Tell sends a message to a client.
	Tell(client string, m schemas.ClientMessage)
	// Fired hears that a functional event was fired at a registration, or skipped.
	Fired(reg *schemas.Registration)
}

// Config says how patient to be.
type Config struct {
	Permissions  Permissions
	PushURL      string        // origin of push endpoints; "": each registration's own
	Timeout      time.Duration // of one event, waitUntil included
	Attempts     int           // at an event; then it is a dead letter
	Retry        time.Duration // before the second attempt; then doubled each time
	SyncAttempts int           // the same for sync events
	SyncRetry    time.Duration
	PeriodicMin  time.Duration // least interval of periodic syncs
}

// Desk answers for functional events and fires them. Make it with New, then call
// Open, Serve and Run, in this order.
type Desk struct {
	cfg   Config
	conn  *bus.Conn
	log   *slog.Logger
	world World
	work  sync.WaitGroup

	watched watched // what registrations want to hear of cookies

	// Set by Open.
	push          *bus.Table[schemas.PushRecord]
	syncs         *bus.Table[schemas.Syncs]
	notifications *bus.Table[schemas.Notification]
	interests     *bus.Table[schemas.CookieInterests]
	dead          *bus.Table[schemas.Functional]
}

// New makes a desk. It does no I/O.
func New(cfg Config, conn *bus.Conn, log *slog.Logger, world World) *Desk {
	return &Desk{cfg: cfg, conn: conn, log: log, world: world}
}

// Open declares the buckets.
func (d *Desk) Open(ctx context.Context) (err error) {
	if d.push, err = bus.PushRecords.Open(ctx, d.conn); err != nil {
		return err
	}
	if d.syncs, err = bus.SyncRecords.Open(ctx, d.conn); err != nil {
		return err
	}
	if d.notifications, err = bus.NotificationRecords.Open(ctx, d.conn); err != nil {
		return err
	}
	if d.interests, err = bus.CookieInterestRecords.Open(ctx, d.conn); err != nil {
		return err
	}
	d.dead, err = bus.DeadLetters.Open(ctx, d.conn)
	return err
}

// Serve subscribes the requests.
func (d *Desk) Serve(s *bus.Service) error {
	return errors.Join(
		bus.Push.Serve(s, nil, d.answerPush),
		bus.SyncCall.Serve(s, nil, d.answerSync),
		bus.Notify.Serve(s, nil, d.answerNotify),
		bus.CookieInterest.Serve(s, nil, d.answerInterest),
		bus.Permission.Serve(s, nil, d.answerPermission),
	)
}

// Run fires what is in the queue until ctx ends.
func (d *Desk) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	defer d.work.Wait()
	group.Go(func() error {
		return bus.Functionals.Consume(ctx, d.conn, func(q *bus.Delivery[schemas.Functional]) {
			d.work.Go(func() { d.take(ctx, q) })
		})
	})
	group.Go(func() error { return d.followCookies(ctx) })
	return group.Wait()
}

// owner is the registration that asks, which must be the scope's current one.
func (d *Desk) owner(ctx context.Context, scope, id string) (*schemas.Registration, error) {
	r, err := d.world.Registration(ctx, scope)
	if err != nil {
		return nil, err
	}
	if r == nil || r.ID != id {
		return nil, &schemas.Error{Code: schemas.CodeNotFound, Exception: "InvalidStateError", Message: "the registration of " + scope + " is gone"}
	}
	return r, nil
}

// activeOwner is owner for what needs an active worker.
func (d *Desk) activeOwner(ctx context.Context, scope, id string) (*schemas.Registration, error) {
	r, err := d.owner(ctx, scope, id)
	if err == nil && r.Active == nil {
		err = &schemas.Error{Code: schemas.CodeRefused, Exception: "InvalidStateError", Message: "the registration of " + scope + " has no active worker yet"}
	}
	return r, err
}

func unknownOp(what, op string) error {
	return &schemas.Error{Code: schemas.CodeBadMessage, Exception: "TypeError", Message: what + ": no such operation: " + op}
}
