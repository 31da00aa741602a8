package visit

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"asterism/bus"
	"asterism/schemas"
)

// inletSize is how many facts may wait to be heard.
const inletSize = 1 << 14

// closeTimeout bounds the closing of a page.
const closeTimeout = 5 * time.Second

// Visit is an open page. Its methods may be used by one goroutine at a time.
type Visit struct {
	Doc schemas.OpenedDocument

	conn  *bus.Conn
	token string
	hear  func(Fact)
	inlet *bus.Inlet
	subs  []*bus.Subscription
	end   context.CancelFunc
	done  chan struct{} // closed when nothing is heard any more
	began time.Time

	mu     sync.Mutex
	told   uint64
	marks  uint64 // markers of our own that came back
	news   chan struct{}
	record Record
	states map[string]schemas.State // of workers, by version
}

// Open opens a page and waits for its load event. hear, which may be nil, is told
// of every fact, one after another. Close must be called, also after an error,
// when a Visit is returned with it: what happened until then is in its record.
func Open(ctx context.Context, conn *bus.Conn, page string, hear func(Fact)) (*Visit, error) {
	if hear == nil {
		hear = func(Fact) {}
	}
	v := &Visit{
		conn: conn, token: bus.NewID(), hear: hear, inlet: conn.NewInlet(inletSize), done: make(chan struct{}), began: time.Now(),
		news: make(chan struct{}), states: map[string]schemas.State{},
	}
	v.record = Record{URL: page, Failures: []string{}, Values: []Value{}, Console: []Line{}, Errors: []Line{}, Requests: []Request{}, Workers: []Change{}, Registered: []Settled{}}
	if err := v.listen(page); err != nil {
		return nil, errors.Join(err, v.deafen())
	}
	listening, end := context.WithCancel(context.Background())
	v.end = end
	go func() {
		defer close(v.done)
		_ = v.inlet.Run(listening, v.receive)
	}()
	if err := conn.Flush(); err != nil {
		return v, err
	}
	var err error
	v.Doc, err = bus.Open.Do(ctx, conn, nil, schemas.OpenDocument{URL: page, Watch: v.token})
	if err != nil {
		return v, err
	}
	v.mu.Lock()
	v.record.URL, v.record.Status, v.record.Title = v.Doc.URL, v.Doc.Status, v.Doc.Title
	v.mu.Unlock()
	return v, v.heard(ctx, v.Doc.Happenings)
}

func (v *Visit) listen(page string) error {
	u, err := url.Parse(page)
	if err != nil {
		return err
	}
	origin := bus.Params{"origin": u.Scheme + "://" + u.Host}
	happenings, err := bus.Happenings.Pattern(bus.Params{"watch": v.token})
	if err != nil {
		return err
	}
	logs, err := bus.WorkerLog.Pattern(origin)
	if err != nil {
		return err
	}
	states, err := bus.LifecycleChanged.Pattern(origin)
	if err != nil {
		return err
	}
	for _, subject := range []string{happenings, logs, states} {
		sub, err := v.inlet.Listen(subject, "")
		if err != nil {
			return err
		}
		v.subs = append(v.subs, sub)
	}
	return nil
}

// Eval evaluates a script in the page's document and awaits its value. What it
// throws is in the answer.
func (v *Visit) Eval(ctx context.Context, script string) (schemas.Evaluated, error) {
	value, err := bus.Eval.Do(ctx, v.conn, bus.Params{"client": v.Doc.Client}, schemas.EvalDocument{Client: v.Doc.Client, Script: script})
	if err != nil {
		return value, err
	}
	if value.Error == nil {
		v.mu.Lock()
		v.record.Values = append(v.record.Values, Value{Script: script, JSON: []byte(value.JSON), Text: value.Text})
		v.mu.Unlock()
	}
	return value, v.heard(ctx, value.Happenings)
}

// Wait waits until the page has an element that matches selector, or with ""
// until it is at rest, as schemas.WaitDocument defines it. When ctx ends first the
// error is a *Timeout.
func (v *Visit) Wait(ctx context.Context, selector string) error {
	late := &Timeout{Selector: selector}
	for {
		a, err := bus.WaitFor.Do(ctx, v.conn, bus.Params{"client": v.Doc.Client}, schemas.WaitDocument{Client: v.Doc.Client, Selector: selector})
		switch {
		case ctx.Err() != nil:
			return late
		case err != nil:
			return err
		}
		v.mu.Lock()
		v.record.URL, v.record.Title = a.URL, a.Title
		v.mu.Unlock()
		late.For = a.For
		if a.Done {
			return v.heard(ctx, a.Happenings)
		}
	}
}

// Timeout is a wait that was in vain.
type Timeout struct {
	Selector string // "": for rest
	For      string // what the page was busy with; "" when not known
}

func (t *Timeout) Error() string {
	what := "the page did not come to rest"
	if t.Selector != "" {
		what = fmt.Sprintf("no element matched %q", t.Selector)
	}
	if t.For != "" {
		what += " in time (it was busy with: " + t.For + ")"
		return what
	}
	return what + " in time"
}

// heard waits until n happenings have been heard, and all that was sent to this
// connection before now.
func (v *Visit) heard(ctx context.Context, n uint64) error {
	v.mu.Lock()
	marks := v.marks + 1
	v.mu.Unlock()
	if err := bus.Happenings.Publish(v.conn, bus.Params{"watch": v.token}, schemas.Happening{Kind: mark}); err != nil {
		return err
	}
	for {
		v.mu.Lock()
		enough, news := v.told >= n && v.marks >= marks, v.news
		v.mu.Unlock()
		if enough {
			return nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// mark is the kind of our own happenings, which only show how far we are.
const mark schemas.HappeningKind = "mark"

// Close discards the page and hears of nothing more. It may be called again.
func (v *Visit) Close(ctx context.Context) error {
	if v.end == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
	defer cancel()
	var err error
	if v.Doc.Client != "" {
		_, err = bus.CloseDocument.Do(ctx, v.conn, bus.Params{"client": v.Doc.Client}, schemas.CloseDocument{Client: v.Doc.Client})
		var known *schemas.Error
		if errors.As(err, &known) && known.Code == schemas.CodeNotFound { // it has closed itself
			err = nil
		}
	} else {
		_ = v.heard(ctx, 0) // what led to its failure
	}
	err = errors.Join(err, v.deafen())
	v.end()
	<-v.done
	v.end = nil
	return err
}

func (v *Visit) deafen() error {
	var errs []error
	for _, sub := range v.subs {
		errs = append(errs, sub.Drain())
	}
	v.subs = nil
	return errors.Join(errs...)
}

// Record is what is known by now. Whether all is well is for the caller to say.
func (v *Visit) Record() Record {
	v.mu.Lock()
	defer v.mu.Unlock()
	r := v.record
	r.Took = Milli(time.Since(v.began))
	return r
}

// Registrations is what is registered in the origin of the page, for the record.
func (v *Visit) Registrations(ctx context.Context, origin string) error {
	found, err := bus.RegistryList.Do(ctx, v.conn, nil, schemas.List{Origin: origin})
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.record.Registered = v.record.Registered[:0]
	for _, r := range found.Registrations {
		s := Settled{Scope: r.Scope, Installing: version(r.Installing), Waiting: version(r.Waiting), Active: version(r.Active)}
		if r.Active != nil {
			s.State = r.Active.State
		}
		v.record.Registered = append(v.record.Registered, s)
	}
	return nil
}

func version(w *schemas.Worker) string {
	if w == nil {
		return ""
	}
	return w.Version
}
