package functional

import (
	"context"
	"errors"
	"slices"
	"sync"

	"asterism/bus"
	"asterism/schemas"
	"asterism/webapi/cookiestore"
	"asterism/webapi/weburl"
)

// maxInterests is how many subscriptions to changes a registration may have.
const maxInterests = 100

// answerInterest is CookieStoreManager.
//
// https://cookiestore.spec.whatwg.org/#CookieStoreManager
func (d *Desk) answerInterest(ctx context.Context, q schemas.CookieInterestAsk, _ bus.Params) (schemas.CookieInterests, error) {
	none := schemas.CookieInterests{Registration: q.Registration, Interests: []schemas.CookieInterest{}}
	if q.Op != "get" && q.Op != "subscribe" && q.Op != "unsubscribe" {
		return none, unknownOp("cookies", q.Op)
	}
	if q.Op == "subscribe" {
		if _, err := d.owner(ctx, q.Scope, q.Registration); err != nil {
			return none, err
		}
	}
	for {
		e, err := d.interests.Get(ctx, q.Scope)
		if err != nil && !errors.Is(err, bus.ErrNotFound) {
			return none, err
		}
		have := e.Value
		if have.Registration != q.Registration { // none, or of one that is gone
			have = none
		}
		if q.Op == "get" {
			return have, nil
		}
		have.Interests = slices.DeleteFunc(slices.Clone(have.Interests), func(old schemas.CookieInterest) bool {
			return slices.ContainsFunc(q.Interests, func(i schemas.CookieInterest) bool { return sameInterest(i, old) })
		})
		if q.Op == "subscribe" {
			have.Interests = append(have.Interests, q.Interests...)
			have.Interests = slices.CompactFunc(have.Interests, sameInterest)
		}
		if len(have.Interests) > maxInterests {
			return none, tooMuch("a registration may have at most %d subscriptions to cookies", maxInterests)
		}
		switch {
		case len(have.Interests) == 0 && e.Revision == 0:
			return have, nil
		case len(have.Interests) == 0:
			err = d.interests.Delete(ctx, q.Scope, e.Revision)
		case e.Revision == 0:
			e.Revision, err = d.interests.Create(ctx, q.Scope, have)
		default:
			e.Revision, err = d.interests.Update(ctx, q.Scope, have, e.Revision)
		}
		if errors.Is(err, bus.ErrConflict) && bus.GiveWay(ctx) {
			continue
		}
		if err == nil { // whoever is answered can rely on it at once
			e.Key, e.Value = q.Scope, have
			d.watched.observe(e)
		}
		return have, err
	}
}

func sameInterest(a, b schemas.CookieInterest) bool {
	return a.URL == b.URL && (a.Name == nil) == (b.Name == nil) && (a.Name == nil || *a.Name == *b.Name)
}

// watched is a copy of all interests. Safe for concurrent use.
type watched struct {
	mu      sync.Mutex
	byScope map[string]bus.Entry[schemas.CookieInterests] // deleted ones too, until the bucket says so
}

// observe takes in an entry, unless a later one is known.
func (w *watched) observe(e bus.Entry[schemas.CookieInterests]) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if have, known := w.byScope[e.Key]; known && e.Revision < have.Revision || known && e.Revision == have.Revision && len(have.Value.Interests) == 0 {
		return
	}
	if e.Deleted {
		delete(w.byScope, e.Key)
		return
	}
	if w.byScope == nil {
		w.byScope = map[string]bus.Entry[schemas.CookieInterests]{}
	}
	w.byScope[e.Key] = e
}

// in is what registrations want to hear of a change: the ids by scope.
func (w *watched) in(c schemas.CookieChange) map[string]string {
	w.mu.Lock()
	defer w.mu.Unlock()
	found := map[string]string{}
	for scope, e := range w.byScope {
		r := e.Value
		u, err := weburl.Parse(scope)
		if err != nil {
			continue
		}
		for _, i := range r.Interests {
			if (i.Name == nil || *i.Name == c.Cookie.Name) && cookiestore.Visible(c, i.URL, u.Origin()) {
				found[scope] = r.Registration
				break
			}
		}
	}
	return found
}

// followCookies turns changes of cookies into events, until ctx ends. Every
// constellation does; the queue takes each event once.
//
// https://cookiestore.spec.whatwg.org/#process-cookie-changes
func (d *Desk) followCookies(ctx context.Context) error {
	w := &d.watched
	changes := make(chan schemas.CookieChange, 1000)
	sub, err := bus.CookieChanged.Subscribe(d.conn, nil, func(c schemas.CookieChange, _ bus.Params) {
		select {
		case changes <- c:
		default:
			d.log.Warn("a change of a cookie is not told: too many at once")
		}
	})
	if err != nil {
		return err
	}
	defer sub.Stop()
	d.work.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case c := <-changes:
				for scope, registration := range w.in(c) {
					if err := d.tellCookie(ctx, c, scope, registration); err != nil && ctx.Err() == nil {
						d.log.Warn("a change of a cookie is not told", "scope", scope, "error", err)
					}
				}
			}
		}
	})
	return d.interests.Watch(ctx, func() {}, w.observe)
}

func (d *Desk) tellCookie(ctx context.Context, c schemas.CookieChange, scope, registration string) error {
	f := schemas.Functional{Type: "cookiechange", Scope: scope, Registration: registration}
	if c.Deleted {
		f.Detail.Deleted = []schemas.Cookie{c.Cookie}
	} else {
		f.Detail.Changed = []schemas.Cookie{c.Cookie}
	}
	return d.enqueueOnce(ctx, c.ID+slotOf(scope), f)
}
