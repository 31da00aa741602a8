package functional

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"

	"asterism/bus"
	"asterism/internal/webpush"
	"asterism/schemas"
	"asterism/webapi/weburl"
)

// answerPush is PushManager and PushSubscription.
func (d *Desk) answerPush(ctx context.Context, q schemas.PushAsk, _ bus.Params) (schemas.PushAnswer, error) {
	switch q.Op {
	case "subscribe":
		return d.subscribe(ctx, q)
	case "get":
		e, err := d.pushRecord(ctx, q)
		if err != nil || e == nil {
			return schemas.PushAnswer{}, err
		}
		return schemas.PushAnswer{Subscription: &e.Value.Subscription}, nil
	case "unsubscribe":
		e, err := d.pushRecord(ctx, q)
		if err != nil || e == nil || q.Endpoint != "" && q.Endpoint != e.Value.Subscription.Endpoint {
			return schemas.PushAnswer{}, err
		}
		err = d.push.Delete(ctx, q.Scope, e.Revision)
		if errors.Is(err, bus.ErrConflict) {
			return schemas.PushAnswer{}, nil // somebody else was faster
		}
		return schemas.PushAnswer{Removed: err == nil}, err
	case "refresh":
		return d.refresh(ctx, q)
	}
	return schemas.PushAnswer{}, unknownOp("push", q.Op)
}

// pushRecord is the record of the registration that asks, or nil. An operator
// asks for whichever registration there is.
func (d *Desk) pushRecord(ctx context.Context, q schemas.PushAsk) (*bus.Entry[schemas.PushRecord], error) {
	e, err := d.push.Get(ctx, q.Scope)
	if errors.Is(err, bus.ErrNotFound) || err == nil && q.Registration != "" && e.Value.Registration != q.Registration {
		return nil, nil
	}
	return &e, err
}

// subscribe is PushManager.subscribe, from where the page needs us.
//
// https://w3c.github.io/push-api/#subscribe-method
func (d *Desk) subscribe(ctx context.Context, q schemas.PushAsk) (schemas.PushAnswer, error) {
	reg, err := d.activeOwner(ctx, q.Scope, q.Registration)
	if err != nil {
		return schemas.PushAnswer{}, err
	}
	if err := d.mustHave(q.Scope, "push"); err != nil {
		return schemas.PushAnswer{}, err
	}
	for {
		e, err := d.push.Get(ctx, q.Scope)
		switch {
		case err != nil && !errors.Is(err, bus.ErrNotFound):
			return schemas.PushAnswer{}, err
		case err == nil && e.Value.Registration == reg.ID: // subscribed already
			s := e.Value.Subscription
			if !bytes.Equal(s.ServerKey, q.ServerKey) || s.UserVisibleOnly != q.UserVisibleOnly {
				return schemas.PushAnswer{}, &schemas.Error{Code: schemas.CodeRefused, Exception: "InvalidStateError",
					Message: "the registration is subscribed with another applicationServerKey or userVisibleOnly: unsubscribe first"}
			}
			return schemas.PushAnswer{Subscription: &s}, nil
		}
		record, err := d.newPush(q.Scope, reg.ID, q.UserVisibleOnly, q.ServerKey)
		if err != nil {
			return schemas.PushAnswer{}, err
		}
		if e.Revision == 0 {
			_, err = d.push.Create(ctx, q.Scope, record)
		} else { // of a registration that is gone
			_, err = d.push.Update(ctx, q.Scope, record, e.Revision)
		}
		if errors.Is(err, bus.ErrConflict) && bus.GiveWay(ctx) {
			continue
		}
		return schemas.PushAnswer{Subscription: &record.Subscription}, err
	}
}

// refresh gives a registration a new subscription in place of its old one and
// tells its worker.
//
// https://w3c.github.io/push-api/#the-pushsubscriptionchange-event
func (d *Desk) refresh(ctx context.Context, q schemas.PushAsk) (schemas.PushAnswer, error) {
	e, err := d.pushRecord(ctx, q)
	if err != nil || e == nil {
		return schemas.PushAnswer{}, err
	}
	old := e.Value.Subscription
	record, err := d.newPush(q.Scope, e.Value.Registration, old.UserVisibleOnly, old.ServerKey)
	if err != nil {
		return schemas.PushAnswer{}, err
	}
	if _, err := d.push.Update(ctx, q.Scope, record, e.Revision); err != nil {
		return schemas.PushAnswer{}, err
	}
	return schemas.PushAnswer{Subscription: &record.Subscription}, d.enqueue(ctx, "", schemas.Functional{
		Type: "pushsubscriptionchange", Scope: q.Scope, Registration: record.Registration,
		Detail: schemas.Detail{Old: &old, New: &record.Subscription},
	})
}

// newPush makes a subscription with keys and an endpoint of its own.
func (d *Desk) newPush(scope, registration string, visible bool, serverKey []byte) (schemas.PushRecord, error) {
	if serverKey != nil {
		if err := webpush.CheckPublic(serverKey); err != nil {
			return schemas.PushRecord{}, &schemas.Error{Code: schemas.CodeRefused, Exception: "InvalidAccessError",
				Message: "the applicationServerKey is no point on P-256"}
		}
	}
	keys, err := webpush.NewKeys()
	if err != nil {
		return schemas.PushRecord{}, err
	}
	base := d.cfg.PushURL
	if base == "" {
		u, err := weburl.Parse(scope)
		if err != nil {
			return schemas.PushRecord{}, err
		}
		base = u.Origin()
	}
	token := base64.RawURLEncoding.EncodeToString([]byte(scope)) + "." + bus.NewID() + bus.NewID()
	return schemas.PushRecord{
		Scope: scope, Registration: registration, Token: token, Private: keys.Private,
		Subscription: schemas.PushSubscription{
			Endpoint: base + schemas.PushPath + token, UserVisibleOnly: visible, ServerKey: serverKey,
			P256dh: keys.Public, Auth: keys.Auth,
		},
	}, nil
}

// openPush decrypts a push message. One that nobody can read is dropped.
//
// https://w3c.github.io/push-api/#receiving-a-push-message
func (d *Desk) openPush(ctx context.Context, f *schemas.Functional) error {
	e, err := d.push.Get(ctx, f.Scope)
	switch {
	case errors.Is(err, bus.ErrNotFound):
		return errDropped
	case err != nil:
		return &awayError{err}
	case f.Registration != e.Value.Registration:
		return errDropped
	case f.Sealed == nil:
		return nil
	}
	data, err := webpush.Open(e.Value.Private, e.Value.Subscription.Auth, f.Sealed)
	if err != nil {
		d.conn.Advise(schemas.Advisory{Kind: "push-unreadable", Scope: f.Scope, Message: err.Error()})
		return errDropped
	}
	f.Detail.Data, f.Detail.Empty = data, len(data) == 0
	return nil
}
