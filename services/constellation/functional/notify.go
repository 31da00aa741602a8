package functional

import (
	"context"
	"errors"
	"slices"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// maxShown is how many notifications of one origin are kept; the oldest go.
const maxShown = 100

// answerNotify shows, lists and ends notifications. Nothing is drawn: whoever
// listens to sw.notification.> does that.
//
// https://notifications.spec.whatwg.org/
func (d *Desk) answerNotify(ctx context.Context, q schemas.NotificationAsk, _ bus.Params) (schemas.Notifications, error) {
	answer := schemas.Notifications{Notifications: []schemas.Notification{}}
	var err error
	switch q.Op {
	case "show":
		if q.Notification == nil {
			return answer, &schemas.Error{Code: schemas.CodeBadMessage, Exception: "TypeError", Message: "show: which notification?"}
		}
		n := *q.Notification
		err = d.show(ctx, &n)
		answer.Notifications = append(answer.Notifications, n)
	case "list":
		answer.Notifications, err = d.shown(ctx, q)
	case "click", "close", "withdraw":
		var n *schemas.Notification
		if n, err = d.endNotification(ctx, q); n != nil {
			answer.Notifications = append(answer.Notifications, *n)
		}
	default:
		err = unknownOp("notify", q.Op)
	}
	return answer, err
}

// show is Show steps: a notification takes the place of the one with its tag.
//
// https://notifications.spec.whatwg.org/#show-steps
func (d *Desk) show(ctx context.Context, n *schemas.Notification) error {
	if err := d.mustHave(n.Origin+"/", "notifications"); err != nil {
		return err
	}
	if n.Scope != "" {
		if _, err := d.activeOwner(ctx, n.Scope, n.Registration); err != nil {
			return err
		}
	}
	n.ID = bus.NewID()
	if n.Timestamp.IsZero() {
		n.Timestamp = time.Now().UTC()
	}
	old, err := d.shown(ctx, schemas.NotificationAsk{Origin: n.Origin})
	if err != nil {
		return err
	}
	for i, o := range old {
		if n.Tag != "" && o.Tag == n.Tag || i < len(old)-maxShown+1 {
			if err := d.forgetNotification(ctx, o, "replaced"); err != nil {
				return err
			}
		}
	}
	if _, err := d.notifications.Create(ctx, n.ID, *n); err != nil {
		return err
	}
	return d.tellNotification(*n, "shown", "")
}

// shown is the notifications that q asks for, the oldest first.
func (d *Desk) shown(ctx context.Context, q schemas.NotificationAsk) ([]schemas.Notification, error) {
	all, err := d.notifications.All(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b bus.Entry[schemas.Notification]) int { return int(int64(a.Revision) - int64(b.Revision)) })
	list := []schemas.Notification{}
	for _, e := range all {
		n := e.Value
		if (q.Origin == "" || n.Origin == q.Origin) && (q.Registration == "" || n.Registration == q.Registration) && (q.Tag == "" || n.Tag == q.Tag) {
			list = append(list, n)
		}
	}
	return list, nil
}

// endNotification clicks or closes a notification; nil: it is not shown.
//
// https://notifications.spec.whatwg.org/#activating-a-notification
// https://notifications.spec.whatwg.org/#closing-a-notification
func (d *Desk) endNotification(ctx context.Context, q schemas.NotificationAsk) (*schemas.Notification, error) {
	e, err := d.notifications.Get(ctx, q.ID)
	if errors.Is(err, bus.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	n := e.Value
	if q.Origin != "" && n.Origin != q.Origin {
		return nil, nil
	}
	if q.Op == "click" {
		err = d.tellNotification(n, "clicked", q.Action)
	} else {
		err = d.forgetNotification(ctx, n, "closed")
	}
	switch {
	case err != nil:
		return &n, err
	case n.Client != "":
		kind := "closed"
		if q.Op == "click" {
			kind = "clicked"
		}
		d.world.Tell(n.Client, schemas.ClientMessage{
			Kind: schemas.ClientNotification, Notification: &schemas.NotificationNews{Kind: kind, Notification: n, Action: q.Action},
		})
		return &n, nil
	case q.Op == "withdraw":
		return &n, nil
	}
	return &n, d.enqueue(ctx, "", schemas.Functional{
		Type: "notification" + q.Op, Scope: n.Scope, Registration: n.Registration,
		Detail: schemas.Detail{Notification: &n, Action: q.Action},
	})
}

// forgetNotification takes a notification away and says so.
func (d *Desk) forgetNotification(ctx context.Context, n schemas.Notification, kind string) error {
	if err := d.notifications.Delete(ctx, n.ID, 0); err != nil {
		return err
	}
	return d.tellNotification(n, kind, "")
}

func (d *Desk) tellNotification(n schemas.Notification, kind, action string) error {
	return bus.NotificationTold.Publish(d.conn, bus.Params{"kind": kind}, schemas.NotificationNews{Kind: kind, Notification: n, Action: action})
}
