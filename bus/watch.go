package bus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// All is every entry there is, in the order of their last write.
func (t *Table[T]) All(ctx context.Context) ([]Entry[T], error) {
	entries := []Entry[T]{}
	w := watch[T]{table: t, known: map[string]uint64{}, f: func(e Entry[T]) { entries = append(entries, e) }}
	live, err := w.begin(ctx)
	if err != nil {
		return nil, t.explain("list", "all", err)
	}
	defer w.end(live)
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-t.c.done:
			return nil, ErrClosed
		case found, open := <-live.Updates():
			if !open {
				return nil, t.explain("list", "all", errors.New("interrupted"))
			}
			if found == nil {
				return entries, nil
			}
			w.take(found)
		}
	}
}

// Watch calls f with every entry there is, then ready once, then f with every
// change, in order, until ctx ends (nil) or the connection is closed. A change
// that another follows at once may be skipped. It survives reconnects and
// server restarts: then it reads everything again and tells what has changed,
// deletions included. A value that does not follow its schema is reported as an
// advisory and passed over.
func (t *Table[T]) Watch(ctx context.Context, ready func(), f func(Entry[T])) error {
	w := watch[T]{table: t, known: map[string]uint64{}, f: f, ready: ready}
	for {
		err := w.run(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case t.c.nc.IsClosed():
			return ErrClosed
		case err != nil:
			t.c.log.Warn("watch interrupted; starting again", "bucket", t.bucket.Name, "error", err)
			if !pause(ctx, settle) {
				return nil
			}
		}
	}
}

// watch is one Watch under way.
type watch[T any] struct {
	table *Table[T]
	f     func(Entry[T])
	ready func()
	known map[string]uint64 // key as NATS has it: revision told to f

	cancel context.CancelFunc // of what begin began
}

// run watches until something interrupts; nil: the connection came back.
func (w *watch[T]) run(ctx context.Context) error {
	restored := w.table.c.Reconnected()
	live, err := w.begin(ctx)
	if errors.Is(err, nats.ErrStreamNotFound) || errors.Is(err, jetstream.ErrStreamNotFound) { // a server that keeps nothing was restarted
		if err = w.table.declare(ctx); err == nil {
			live, err = w.begin(ctx)
		}
	}
	if err != nil {
		return err
	}
	defer w.end(live)
	seen := map[string]bool{} // nil once everything there is has been told
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-w.table.c.done:
			return ErrClosed
		case <-restored:
			return nil
		case found, open := <-live.Updates():
			switch {
			case !open:
				return errors.New("the server ended it")
			case found != nil:
				if w.take(found); seen != nil {
					seen[found.Key()] = true
				}
			case seen != nil:
				w.missing(seen)
				seen = nil
				if w.ready != nil {
					w.ready()
					w.ready = nil
				}
			}
		}
	}
}

// watchStart bounds how long it takes to start listening.
const watchStart = 5 * time.Second

// begin starts to listen. nats.go ties the whole watch to the context it gets,
// so a deadline for the start alone has to be a timer.
func (w *watch[T]) begin(ctx context.Context) (jetstream.KeyWatcher, error) {
	ctx, cancel := context.WithCancel(ctx)
	limit := time.AfterFunc(watchStart, cancel)
	live, err := (*w.table.kv.Load()).WatchAll(ctx)
	if limit.Stop() && err == nil {
		w.cancel = cancel
		return live, nil
	}
	cancel()
	if err == nil {
		w.end(live)
	}
	return nil, cmp.Or(err, context.DeadlineExceeded)
}

// end stops listening; what is still under way must be taken off the channel.
func (w *watch[T]) end(live jetstream.KeyWatcher) {
	go live.Stop() // unsubscribes at once, then waits for the server to forget us
	for range live.Updates() {
	}
	if w.cancel != nil {
		w.cancel()
	}
}

// take tells f of one change.
func (w *watch[T]) take(found jetstream.KeyValueEntry) {
	text, rev := found.Key(), found.Revision()
	old, known := w.known[text]
	if known && old == rev {
		return
	}
	subject := "$KV." + w.table.bucket.Name + "." + text
	key, err := w.table.bucket.decodeKey(text)
	if err != nil {
		w.table.c.malformed(subject, fmt.Errorf("not a key of this bucket: %w", err))
		return
	}
	if found.Operation() != jetstream.KeyValuePut {
		if known {
			delete(w.known, text)
			w.tell(Entry[T]{Key: key, Revision: rev, Deleted: true})
		}
		return
	}
	v, err := decode[T](found.Value())
	if err != nil {
		w.table.c.malformed(subject, err)
		return
	}
	w.known[text] = rev
	w.tell(Entry[T]{Key: key, Value: v, Revision: rev})
}

// missing tells f of what vanished unseen.
func (w *watch[T]) missing(seen map[string]bool) {
	for text, rev := range w.known {
		if seen[text] {
			continue
		}
		delete(w.known, text)
		if key, err := w.table.bucket.decodeKey(text); err == nil {
			w.tell(Entry[T]{Key: key, Revision: rev, Deleted: true})
		}
	}
}

func (w *watch[T]) tell(e Entry[T]) {
	defer func() {
		if r := recover(); r != nil {
			_ = w.table.c.panicked("$KV."+w.table.bucket.Name, r)
		}
	}()
	w.f(e)
}
