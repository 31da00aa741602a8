package asterismtest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// watch hears of a registration's changes.
type watch struct {
	r    *Registration
	sub  *bus.Subscription
	news chan schemas.Lifecycle
	seen []schemas.Lifecycle
}

// watchSize is how many changes may be unheard.
const watchSize = 256

func (r *Registration) watch() (*watch, error) {
	w := &watch{r: r, news: make(chan schemas.Lifecycle, watchSize)}
	var err error
	w.sub, err = bus.LifecycleChanged.Subscribe(r.s.conn, bus.Params{"scope": r.Scope}, func(l schemas.Lifecycle, _ bus.Params) {
		select {
		case w.news <- l:
		default: // nobody waits any more
		}
	})
	if err != nil {
		return nil, err
	}
	return w, r.s.conn.Flush()
}

func (w *watch) stop() { _ = w.sub.Stop() }

// until asks whether something holds, now and after every change.
func (w *watch) until(ctx context.Context, holds func(now *schemas.Registration) (bool, error)) error {
	for {
		now, err := w.r.ask(ctx)
		if err != nil {
			return err
		}
		if ok, err := holds(now); ok || err != nil {
			return err
		}
		select {
		case l := <-w.news:
			w.seen = append(w.seen, l)
		case <-ctx.Done():
			return fmt.Errorf("not within %s; seen: %s", Patience, w)
		}
	}
}

// tellTime is how much later than the registry the news may be.
const tellTime = time.Second

// reason is why a version became redundant: that is told after the registry knows,
// and before this watch began when that took long.
func (w *watch) reason(ctx context.Context, version string) string {
	ctx, cancel := context.WithTimeout(ctx, tellTime)
	defer cancel()
	for i := 0; ; i++ {
		if i == len(w.seen) {
			select {
			case l := <-w.news:
				w.seen = append(w.seen, l)
			case <-ctx.Done():
				return ""
			}
		}
		if l := w.seen[i]; l.Version == version && l.State == schemas.StateRedundant {
			return ": " + l.Reason
		}
	}
}

func (w *watch) String() string {
	if len(w.seen) == 0 {
		return "nothing"
	}
	var all []string
	for _, l := range w.seen {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s %s", l.ScriptURL, l.State, l.Reason)))
	}
	return strings.Join(all, ", then ")
}
