package functional

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

const (
	maxTags = 100  // of one registration
	maxTag  = 4096 // bytes of one
)

// answerSync is SyncManager and PeriodicSyncManager.
func (d *Desk) answerSync(ctx context.Context, q schemas.SyncAsk, _ bus.Params) (schemas.SyncTags, error) {
	answer := schemas.SyncTags{Tags: []string{}}
	switch q.Op {
	case "register":
		return answer, d.registerSync(ctx, q)
	case "unregister":
		return answer, d.unregisterSync(ctx, q)
	case "tags":
		e, err := d.syncs.Get(ctx, q.Scope)
		if err != nil || e.Value.Registration != q.Registration {
			return answer, ignore(err, bus.ErrNotFound)
		}
		for _, s := range e.Value.Syncs {
			if s.Periodic == q.Periodic {
				answer.Tags = append(answer.Tags, s.Tag)
			}
		}
		return answer, nil
	}
	return answer, unknownOp("sync", q.Op)
}

// registerSync is SyncManager.register and PeriodicSyncManager.register: there
// is a network always, so a sync is due at once.
//
// https://wicg.github.io/background-sync/spec/#dom-syncmanager-register
// https://wicg.github.io/periodic-background-sync/#dom-periodicsyncmanager-register
func (d *Desk) registerSync(ctx context.Context, q schemas.SyncAsk) error {
	if _, err := d.activeOwner(ctx, q.Scope, q.Registration); err != nil {
		return err
	}
	feature := "background-sync"
	if q.Periodic {
		feature = "periodic-background-sync"
	}
	if err := d.mustHave(q.Scope, feature); err != nil {
		return err
	}
	if len(q.Tag) > maxTag {
		return tooMuch("a tag may have at most %d bytes", maxTag)
	}
	interval := max(q.MinInterval, d.cfg.PeriodicMin)
	var due time.Time
	waits := false // a sync in hand is fired again when it is over
	err := d.changeSyncs(ctx, q.Scope, q.Registration, func(r *schemas.Syncs) error {
		due, waits = time.Now().UTC(), false
		i := find(r, q.Tag, q.Periodic)
		if i < 0 {
			if len(r.Syncs) >= maxTags {
				return tooMuch("a registration may have at most %d sync tags", maxTags)
			}
			r.Syncs = append(r.Syncs, schemas.Sync{Tag: q.Tag, Periodic: q.Periodic})
			i = len(r.Syncs) - 1
		}
		s := &r.Syncs[i]
		switch {
		case q.Periodic && s.MinInterval == interval && !s.Due.IsZero(): // as it was
			due = s.Due
		case q.Periodic:
			due = due.Add(interval)
		case s.Firing:
			s.Again, waits = true, true
		}
		s.MinInterval, s.Due = q.MinInterval, due
		if q.Periodic {
			s.MinInterval = interval
		}
		return nil
	})
	if err != nil || waits {
		return err
	}
	return d.scheduleSync(ctx, q.Scope, q.Registration, q.Tag, q.Periodic, due)
}

// scheduleSync has a sync event fired when it is due.
func (d *Desk) scheduleSync(ctx context.Context, scope, registration, tag string, periodic bool, due time.Time) error {
	f := schemas.Functional{Type: typeOf(periodic), Scope: scope, Registration: registration, Detail: schemas.Detail{Tag: tag}}
	if !periodic {
		return d.enqueue(ctx, slotOf(tag), f)
	}
	f.ID, f.At = bus.NewID(), time.Now().UTC()
	return bus.Functionals.PublishAt(ctx, d.conn, bus.Params{"type": f.Type, "scope": scope, "slot": slotOf(tag)}, f, due)
}

func typeOf(periodic bool) string {
	if periodic {
		return "periodicsync"
	}
	return "sync"
}

// unregisterSync is PeriodicSyncManager.unregister.
func (d *Desk) unregisterSync(ctx context.Context, q schemas.SyncAsk) error {
	err := d.changeSyncs(ctx, q.Scope, q.Registration, func(r *schemas.Syncs) error {
		if i := find(r, q.Tag, q.Periodic); i >= 0 {
			r.Syncs = slices.Delete(r.Syncs, i, i+1)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return bus.Functionals.Cancel(ctx, d.conn, bus.Params{"type": typeOf(q.Periodic), "scope": q.Scope, "slot": slotOf(q.Tag)})
}

// beginSync notes that a sync is fired, and whether it is for the last time. One
// that is not registered any more is nobody's.
//
// https://wicg.github.io/background-sync/spec/#fire-a-sync-event
func (d *Desk) beginSync(ctx context.Context, f *schemas.Functional) error {
	err := d.changeSyncs(ctx, f.Scope, f.Registration, func(r *schemas.Syncs) error {
		i := find(r, f.Detail.Tag, f.Type == "periodicsync")
		if i < 0 {
			return errDropped
		}
		r.Syncs[i].Firing, r.Syncs[i].Failures = true, f.Failures
		return nil
	})
	f.Detail.LastChance = f.Type == "sync" && f.Failures+1 >= d.cfg.SyncAttempts
	if err != nil && !errors.Is(err, errDropped) {
		return &awayError{err}
	}
	return err
}

// endSync notes that a sync event is over; done: and is not fired again. A sync
// that was registered meanwhile is fired once more, a periodic one when it is
// due.
func (d *Desk) endSync(ctx context.Context, f *schemas.Functional, done bool) error {
	periodic := f.Type == "periodicsync"
	var due time.Time
	again := false
	err := d.changeSyncs(ctx, f.Scope, f.Registration, func(r *schemas.Syncs) error {
		again = false
		i := find(r, f.Detail.Tag, periodic)
		if i < 0 {
			return nil
		}
		s := &r.Syncs[i]
		s.Firing, s.Failures = false, f.Failures
		switch {
		case periodic:
			due, again = time.Now().UTC().Add(s.MinInterval), true
			s.Due, s.Failures = due, 0
		case done && s.Again:
			s.Again, s.Failures, again = false, 0, true
		case done:
			r.Syncs = slices.Delete(r.Syncs, i, i+1)
		}
		return nil
	})
	if err != nil || !again {
		return err
	}
	return d.scheduleSync(ctx, f.Scope, f.Registration, f.Detail.Tag, periodic, due)
}

// find is the index of a sync, or -1.
func find(r *schemas.Syncs, tag string, periodic bool) int {
	return slices.IndexFunc(r.Syncs, func(s schemas.Sync) bool { return s.Tag == tag && s.Periodic == periodic })
}

// changeSyncs applies change to what a registration has registered, with
// compare-and-set; change may run more than once.
func (d *Desk) changeSyncs(ctx context.Context, scope, registration string, change func(*schemas.Syncs) error) error {
	for {
		e, err := d.syncs.Get(ctx, scope)
		if err != nil && !errors.Is(err, bus.ErrNotFound) {
			return err
		}
		r := e.Value
		if r.Registration != registration { // none, or one that is gone
			r = schemas.Syncs{Registration: registration, Syncs: []schemas.Sync{}}
		}
		r.Syncs = slices.Clone(r.Syncs)
		if err := change(&r); err != nil {
			return err
		}
		switch {
		case len(r.Syncs) == 0 && e.Revision == 0:
			return nil
		case len(r.Syncs) == 0:
			err = d.syncs.Delete(ctx, scope, e.Revision)
		case e.Revision == 0:
			_, err = d.syncs.Create(ctx, scope, r)
		default:
			_, err = d.syncs.Update(ctx, scope, r, e.Revision)
		}
		if errors.Is(err, bus.ErrConflict) && bus.GiveWay(ctx) {
			continue
		}
		return err
	}
}

// ignore is err unless it is the one to ignore.
func ignore(err, this error) error {
	if errors.Is(err, this) {
		return nil
	}
	return err
}

func tooMuch(format string, args ...any) error {
	return &schemas.Error{Code: schemas.CodeLimit, Exception: "QuotaExceededError", Message: fmt.Sprintf(format, args...)}
}
