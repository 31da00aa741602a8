package constellation

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"asterism/bus"
	"asterism/internal/webpush"
	"asterism/schemas"
)

// functionals records the functional events that workers are given, and answers
// them with what answer says.
func (w *world) functionals(answer func(n int, e schemas.Event) *schemas.Error) <-chan schemas.Event {
	got := make(chan schemas.Event, 100)
	n := 0
	w.on(func(_ context.Context, e schemas.Event) schemas.EventReply {
		r := schemas.EventReply{Events: []string{"push", "sync", "periodicsync", "pushsubscriptionchange", "notificationclick", "cookiechange"}}
		if e.Detail != nil {
			w.mu.Lock()
			n++
			at := n
			w.mu.Unlock()
			if answer != nil {
				r.Error = answer(at, e)
			}
			got <- e
		}
		return r
	})
	return got
}

func (w *world) nextEvent(got <-chan schemas.Event) schemas.Event {
	w.t.Helper()
	select {
	case e := <-got:
		return e
	case <-time.After(soon):
		w.t.Fatal("no event came")
		return schemas.Event{}
	}
}

func (w *world) subscribePush(id string) *schemas.PushSubscription {
	w.t.Helper()
	a, err := bus.Push.Do(w.t.Context(), w.conn, nil, schemas.PushAsk{Op: "subscribe", Scope: scope, Registration: id, UserVisibleOnly: true})
	w.must(err)
	return a.Subscription
}

func (w *world) sendPush(s *schemas.PushSubscription, id, text string) {
	w.t.Helper()
	sealed, err := webpush.Seal(s.P256dh, s.Auth, []byte(text))
	w.must(err)
	f := schemas.Functional{ID: id, Type: "push", Scope: scope, Registration: w.registration().ID, At: time.Now(), Sealed: sealed}
	w.must(bus.Functionals.Publish(w.t.Context(), w.conn, bus.Params{"type": "push", "scope": scope, "slot": id}, id, f))
}

var rejected = &schemas.Error{Code: schemas.CodeScript, Exception: "TypeError", Message: "rejected"}

// A push message is decrypted, fired, fired again while it fails, and at last a
// dead letter.
func TestPush(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	fails := 1
	got := w.functionals(func(n int, _ schemas.Event) *schemas.Error {
		if n <= fails {
			return rejected
		}
		return nil
	})
	w.listen().installed()
	reg := w.registration()
	s := w.subscribePush(reg.ID)
	if again := w.subscribePush(reg.ID); again.Endpoint != s.Endpoint {
		t.Error("subscribing again made another subscription")
	}
	_, err := bus.Push.Do(t.Context(), w.conn, nil, schemas.PushAsk{Op: "subscribe", Scope: scope, Registration: reg.ID})
	if !errors.Is(err, &schemas.Error{Code: schemas.CodeRefused}) {
		t.Errorf("with other options: %v", err)
	}
	w.sendPush(s, "p1", "hello")
	for range 2 {
		if e := w.nextEvent(got); e.Type != "push" || string(e.Detail.Data) != "hello" {
			t.Errorf("got %+v", e)
		}
	}

	w.mu.Lock()
	fails = 1000
	w.mu.Unlock()
	dead := make(chan schemas.Advisory, 10)
	sub, err := bus.Advisories.Subscribe(w.conn, bus.Params{"kind": "functional-dead"}, func(a schemas.Advisory, _ bus.Params) { dead <- a })
	w.must(err)
	defer sub.Stop()
	w.must(w.conn.Flush())
	w.sendPush(s, "p2", "in vain")
	for range 3 {
		w.nextEvent(got)
	}
	select {
	case <-dead:
	case <-time.After(soon):
		t.Fatal("no advisory tells of the dead letter")
	}
	letters, err := bus.DeadLetters.Open(t.Context(), w.conn)
	w.must(err)
	if e, err := letters.Get(t.Context(), "p2"); err != nil || e.Value.Failures != 3 || e.Value.Detail.Data != nil {
		t.Errorf("the dead letter: %+v, %v", e, err)
	}

	a, err := bus.Push.Do(t.Context(), w.conn, nil, schemas.PushAsk{Op: "unsubscribe", Scope: scope, Registration: reg.ID})
	if err != nil || !a.Removed {
		t.Errorf("unsubscribed: %+v, %v", a, err)
	}
	w.sendPush(s, "p3", "nobody's")
	a, err = bus.Push.Do(t.Context(), w.conn, nil, schemas.PushAsk{Op: "get", Scope: scope, Registration: reg.ID})
	if err != nil || a.Subscription != nil {
		t.Errorf("after unsubscribing: %+v, %v", a, err)
	}
}

// What a message says that somebody else encrypted is not fired, nor are those
// of a registration that is gone.
func TestPushDropped(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	got := w.functionals(nil)
	w.listen().installed()
	reg := w.registration()
	s := w.subscribePush(reg.ID)
	other, err := webpush.NewKeys()
	w.must(err)
	w.sendPush(&schemas.PushSubscription{P256dh: other.Public, Auth: other.Auth}, "p1", "not for you")
	gone := schemas.Functional{ID: "p2", Type: "push", Scope: scope, Registration: "another", At: time.Now()}
	w.must(bus.Functionals.Publish(t.Context(), w.conn, bus.Params{"type": "push", "scope": scope, "slot": "p2"}, "p2", gone))
	w.sendPush(s, "p3", "for you")
	if e := w.nextEvent(got); string(e.Detail.Data) != "for you" {
		t.Errorf("got %q", e.Detail.Data)
	}
}

func (w *world) sync(op, tag string, periodic bool, interval time.Duration) []string {
	w.t.Helper()
	tags, err := bus.SyncCall.Do(w.t.Context(), w.conn, nil, schemas.SyncAsk{
		Op: op, Scope: scope, Registration: w.registration().ID, Tag: tag, Periodic: periodic, MinInterval: interval})
	w.must(err)
	return tags.Tags
}

// A sync is fired until it succeeds or has had its last chance; its tag is
// listed until then.
func TestSync(t *testing.T) {
	w := newWorld(t)
	w.start(nil)
	got := w.functionals(func(n int, e schemas.Event) *schemas.Error {
		if n == 1 || e.Detail.Tag == "never" {
			return rejected
		}
		return nil
	})
	w.listen().installed()
	w.sync("register", "outbox", false, 0)
	if e := w.nextEvent(got); e.Type != "sync" || e.Detail.Tag != "outbox" || e.Detail.LastChance {
		t.Errorf("first %+v", e.Detail)
	}
	if tags := w.sync("tags", "", false, 0); !slices.Equal(tags, []string{"outbox"}) {
		t.Errorf("tags %q", tags)
	}
	if e := w.nextEvent(got); !e.Detail.LastChance {
		t.Errorf("then %+v", e.Detail)
	}
	w.eventually("the tag is gone", func() bool { return len(w.sync("tags", "", false, 0)) == 0 })
	w.sync("register", "never", false, 0)
	w.nextEvent(got)
	w.nextEvent(got)
	w.eventually("the tag is given up", func() bool { return len(w.sync("tags", "", false, 0)) == 0 })
	_, err := bus.SyncCall.Do(t.Context(), w.conn, nil, schemas.SyncAsk{Op: "register", Scope: scope, Registration: "another", Tag: "x"})
	if !errors.Is(err, &schemas.Error{Code: schemas.CodeNotFound}) {
		t.Errorf("for another registration: %v", err)
	}
}

// Periodic syncs are fired until they are unregistered, whichever constellation
// runs.
func TestPeriodicSync(t *testing.T) {
	w := newWorld(t)
	first := w.start(nil)
	got := w.functionals(nil)
	w.listen().installed()
	w.sync("register", "news", true, 0)
	if e := w.nextEvent(got); e.Type != "periodicsync" || e.Detail.Tag != "news" {
		t.Errorf("first %+v", e)
	}
	first.stop()
	w.start(nil)
	w.nextEvent(got)
	w.nextEvent(got)
	if tags := w.sync("tags", "", true, 0); !slices.Equal(tags, []string{"news"}) {
		t.Errorf("tags %q", tags)
	}
	w.sync("unregister", "news", true, 0)
	if tags := w.sync("tags", "", true, 0); len(tags) != 0 {
		t.Errorf("tags %q after unregister", tags)
	}
}

// What the operator denies is refused.
func TestPermissions(t *testing.T) {
	w := newWorld(t)
	w.start(func(c *Config) { c.Permissions = []string{"push=denied", "https://b.example:push=granted"} })
	w.functionals(nil)
	w.listen().installed()
	_, err := bus.Push.Do(t.Context(), w.conn, nil, schemas.PushAsk{Op: "subscribe", Scope: scope, Registration: w.registration().ID})
	var e *schemas.Error
	if !errors.As(err, &e) || e.Exception != "NotAllowedError" {
		t.Errorf("got %v", err)
	}
	for q, want := range map[schemas.PermissionAsk]string{
		{Origin: site, Name: "push"}: "denied", {Origin: "https://b.example", Name: "push"}: "granted",
		{Origin: site, Name: "notifications"}: "granted", {Origin: site, Name: "camera"}: "denied",
	} {
		if a, err := bus.Permission.Do(t.Context(), w.conn, nil, q); err != nil || a.State != want {
			t.Errorf("%v: %+v, %v", q, a, err)
		}
	}
	cfg := testConfig()
	cfg.Permissions = []string{"push"}
	if cfg.Validate() == nil {
		t.Error("a setting without a state was accepted")
	}
}
