package loader

import (
	"context"
	"errors"
	"fmt"
	"time"

	"asterism/bus"
	"asterism/bus/rank"
	"asterism/bus/roster"
	"asterism/schemas"
)

const (
	// glanceWait is how long an answer may take that comes at once: so long nobody
	// looks whether the client is still there.
	glanceWait = 20 * time.Millisecond
	// claimWait is how long nobody may say anything: an answer takes less, and
	// after 200 ms a manager claims the request. Then those that may have it are
	// looked at: one that died has lost it.
	claimWait = time.Second
	// silence is how much longer they may be silent while all of them live, as on
	// a machine with too much to do, before the request is taken as lost.
	silence = 4 * time.Second
	// retries is how often a request goes to another manager when one is lost.
	retries = 2
	// pollWait is how often managers that are listed but do not answer are tried
	// again: after NATS was away, their subscriptions come back one by one.
	pollWait = 100 * time.Millisecond
)

// asker gets a worker's answer to a fetch event.
type asker struct {
	conn        *bus.Conn
	roster      *roster.Roster
	pulse       *roster.Pulse // notices a manager's death
	timeout     time.Duration // of an answer
	claimWait   time.Duration
	silence     time.Duration
	managerWait time.Duration // for a manager, or for NATS
}

// question is one fetch event on its way.
type question struct {
	scope, subject string
	frame          []byte // of the schemas.FetchEvent; not kept
	trace          string // W3C traceparent
	// replay: asking twice does no harm (an idempotent method, and a body that
	// can be sent again).
	replay bool

	begun *begun // what glance has begun
}

// begun is a question that was sent to the scope's own subject.
type begun struct {
	call bus.Call
	msg  bus.Msg // the first reply, unless err says why there is none yet
	err  error
}

// lost says that a manager went silent. manager is "" when it never said who
// it is.
type lost struct{ manager string }

func (l *lost) Error() string { return "the manager that ran the worker died or went silent" }

// errBusy: ask somebody else.
var errBusy = errors.New("busy")

// errLate: no reply in time.
var errLate = errors.New("no reply in time")

// ask fills reply with the first answer that is not Busy: Response, Network,
// Failed or Missing. Its strings and bodies share memory with the message.
//
// Whoever runs the worker is asked first, on the scope's own subject; when
// nobody does, or those who do are busy, the managers are asked to start it, in
// rendezvous order. A lost manager's request is asked again, at most twice, if
// it may be.
//
// An error is ctx's, or a *schemas.Error: Timeout, Busy, Lost, BadMessage, or
// what the manager says.
func (a *asker) ask(ctx context.Context, q *question, reply *schemas.FetchReply) error {
	deadline := time.Now().Add(a.timeout)
	shunned := map[string]bool(nil)
	for attempt := 0; ; attempt++ {
		var err error
		if b := q.begun; b != nil {
			q.begun = nil
			err = a.goOn(ctx, b, q, deadline, reply)
		} else {
			err = a.once(ctx, q.subject, "", q, deadline, reply)
		}
		if errors.Is(err, bus.ErrNoResponders) || errors.Is(err, bus.ErrDisconnected) || errors.Is(err, errBusy) {
			err = a.start(ctx, q, deadline, shunned, reply)
		}
		gone, isLost := errors.AsType[*lost](err)
		if !isLost {
			return err
		}
		if !q.replay {
			return &schemas.Error{Code: schemas.CodeLost, Message: "the manager that ran the worker died, and the request cannot be sent twice (its method is not idempotent, or its body was streamed): whether it had an effect is not known"}
		}
		if attempt == retries {
			return &schemas.Error{Code: schemas.CodeLost, Message: fmt.Sprintf("the manager that ran the worker died, and so did the next %d", retries)}
		}
		if gone.manager != "" {
			if shunned == nil {
				shunned = map[string]bool{}
			}
			shunned[gone.manager] = true
		}
	}
}

// glance begins to ask and waits for an answer that comes at once: reply is
// filled then. If it returns false, ask goes on with the same question, and must
// be called.
func (a *asker) glance(ctx context.Context, q *question, reply *schemas.FetchReply) bool {
	call, err := a.conn.Ask(q.subject, q.frame, q.trace)
	if err != nil {
		return false // ask tries it anew
	}
	m, err := call.Next(ctx, glanceWait)
	if err == nil && reply.UnmarshalBinary(m.Data()) == nil && reply.Outcome != schemas.FetchClaim && reply.Outcome != schemas.FetchBusy {
		call.Done()
		return true
	}
	q.begun = &begun{call, m, err}
	return false
}

// goOn is once for a question that has begun.
func (a *asker) goOn(ctx context.Context, b *begun, q *question, deadline time.Time, reply *schemas.FetchReply) error {
	defer b.call.Done()
	if errors.Is(b.err, context.DeadlineExceeded) {
		b.msg, b.err = b.call.Next(ctx, a.claimWait)
	}
	return a.hear(ctx, &b.call, b.msg, b.err, q.subject, "", deadline, reply)
}

// start asks managers in rendezvous order. When none is there, or NATS is away,
// it waits a while.
func (a *asker) start(ctx context.Context, q *question, deadline time.Time, shunned map[string]bool, reply *schemas.FetchReply) error {
	patience := time.NewTimer(a.managerWait)
	defer patience.Stop()
	for {
		changed := a.roster.Changed()
		busy, away := 0, false
		for _, m := range rank.OrderBy(q.scope, a.roster.Live("manager"), memberID) {
			id := m.ID
			if shunned[id] {
				continue
			}
			err := a.once(ctx, "sw.start."+id+".fetch", id, q, deadline, reply)
			switch {
			case errors.Is(err, bus.ErrNoResponders): // it has just left
			case errors.Is(err, bus.ErrDisconnected):
				away = true
			case errors.Is(err, errBusy):
				busy++
			default:
				return err
			}
		}
		if busy > 0 {
			return &schemas.Error{Code: schemas.CodeBusy, Message: fmt.Sprintf("all managers are busy (%d): try again, or start more", busy)}
		}
		poll := time.NewTimer(pollWait)
		select {
		case <-changed:
		case <-poll.C:
		case <-ctx.Done():
			poll.Stop()
			return ctx.Err()
		case <-patience.C:
			poll.Stop()
			if away || a.conn.Healthy() != nil {
				return &schemas.Error{Code: schemas.CodeBusy, Message: "the loader is not connected to NATS at the moment: try again"}
			}
			return &schemas.Error{Code: schemas.CodeBusy, Message: "no manager runs that could start the worker: start one with `asterism manager`"}
		}
		poll.Stop()
	}
}

// once asks one subject and waits for the answer. Its errors are
// bus.ErrNoResponders, bus.ErrDisconnected, errBusy, *lost, *schemas.Error and
// ctx's. manager is who listens on the subject, "" when any may.
func (a *asker) once(ctx context.Context, subject, manager string, q *question, deadline time.Time, reply *schemas.FetchReply) error {
	call, err := a.conn.Ask(subject, q.frame, q.trace)
	if err != nil {
		return err
	}
	defer call.Done()
	m, err := call.Next(ctx, a.claimWait)
	return a.hear(ctx, &call, m, err, subject, manager, deadline, reply)
}

// hear makes an answer of a call's first reply, or of the error that came
// instead, and of those that follow.
func (a *asker) hear(ctx context.Context, call *bus.Call, m bus.Msg, err error, subject, manager string, deadline time.Time, reply *schemas.FetchReply) error {
	switch {
	case err == nil:
		err = a.read(m, subject, reply)
	case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
		err = a.await(ctx, call, subject, a.suspects(manager), time.Now().Add(a.silence), reply)
		if errors.Is(err, errLate) {
			err = &lost{manager}
		}
	}
	for err == nil && reply.Outcome == schemas.FetchClaim {
		err = a.await(ctx, call, subject, []string{reply.Manager}, deadline, reply)
		if errors.Is(err, errLate) {
			err = &schemas.Error{Code: schemas.CodeTimeout, Message: fmt.Sprintf("the worker did not answer within %s", a.timeout)}
		}
	}
	if err != nil {
		return err
	}
	return judge(reply)
}

// await waits for the next reply until a time (errLate), or until one of the
// managers that may have the request has died (*lost).
func (a *asker) await(ctx context.Context, call *bus.Call, subject string, suspects []string, until time.Time, reply *schemas.FetchReply) error {
	watched, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	timed, stop := context.WithDeadline(watched, until)
	defer stop()
	for _, id := range suspects {
		gone, release := a.pulse.Watch(id)
		defer release()
		go func() {
			select {
			case <-gone:
				cancel(&lost{id})
			case <-timed.Done():
			}
		}()
	}
	m, err := call.Next(timed, 0)
	if err == nil {
		return a.read(m, subject, reply)
	}
	var dead *lost
	switch {
	case errors.As(context.Cause(watched), &dead):
		return dead
	case ctx.Err() != nil:
		return ctx.Err()
	case timed.Err() != nil:
		return errLate
	}
	return err
}

// suspects is the managers that may have a request: the one asked, or all.
func (a *asker) suspects(manager string) (ids []string) {
	if manager != "" {
		return []string{manager}
	}
	for _, m := range a.roster.All() {
		if m.Kind == "manager" {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// read takes a reply apart.
func (a *asker) read(m bus.Msg, subject string, reply *schemas.FetchReply) error {
	err := reply.UnmarshalBinary(m.Data())
	if err != nil {
		a.conn.Advise(schemas.Advisory{Kind: "bad-message", Subject: subject, Message: "a manager's reply: " + err.Error()})
	}
	return err
}

// judge turns Busy into an error.
func judge(reply *schemas.FetchReply) error {
	if reply.Outcome == schemas.FetchBusy {
		return errBusy
	}
	return nil
}

func memberID(m schemas.Member) string { return m.ID }

// idempotent says whether a method may be sent twice (RFC 9110 §9.2.2).
func idempotent(method string) bool {
	switch method {
	case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE":
		return true
	}
	return false
}
