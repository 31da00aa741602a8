package abort

import (
	"context"
	"errors"
	"slices"

	"github.com/dop251/goja"

	"asterism/js"
	"asterism/webapi/events"
)

// Signal is the native value of an AbortSignal. Its JavaScript object is made
// when somebody asks for it.
type Signal struct {
	events.Target
	realm      *js.Realm
	object     *goja.Object
	aborted    bool
	reason     goja.Value
	algorithms []*algorithm
	// dependent signals have sources and no dependents; the others the reverse.
	dependent  bool
	sources    []*Signal
	dependents dependents
	kept       bool // by its sources

	context context.Context
}

type algorithm struct{ run func() }

// New makes a signal that is not aborted.
func New(r *js.Realm) *Signal {
	s := &Signal{realm: r}
	s.BindLazily(s.Object)
	return s
}

// FromContext makes a signal that is aborted, on the loop, when ctx ends. stop
// parts the two.
func FromContext(r *js.Realm, ctx context.Context) (s *Signal, stop func() bool) {
	s = New(r)
	return s, context.AfterFunc(ctx, func() {
		r.Loop.Post(func() { _ = s.Abort(nil) })
	})
}

// Object is the signal's AbortSignal object.
func (s *Signal) Object() *goja.Object {
	if s.object == nil {
		s.object = s.realm.Wrap(classOf(s.realm), s)
	}
	return s.object
}

// Aborted says whether the signal is aborted.
func (s *Signal) Aborted() bool { return s.aborted }

// Reason is why the signal is aborted; undefined when it is not.
func (s *Signal) Reason() goja.Value {
	if s.reason == nil {
		return goja.Undefined()
	}
	return s.reason
}

// OnAbort has f run, once, before the abort event; stop takes it back. On an
// aborted signal f never runs. f must not throw.
//
// https://dom.spec.whatwg.org/#abortsignal-add
func (s *Signal) OnAbort(f func()) (stop func()) {
	if s.aborted { // 1
		return func() {}
	}
	a := &algorithm{f}
	s.algorithms = append(s.algorithms, a) // 2
	s.awaited()
	return func() {
		if i := slices.Index(s.algorithms, a); i >= 0 {
			s.algorithms = slices.Delete(s.algorithms, i, i+1)
			s.awaited()
		}
	}
}

// Abort aborts the signal and those that depend on it. A nil or undefined
// reason stands for a new AbortError. An error is a broken limit, as of
// events.Fire.
//
// https://dom.spec.whatwg.org/#abortsignal-signal-abort
func (s *Signal) Abort(reason goja.Value) error {
	if s.aborted { // 1
		return nil
	}
	if reason == nil || goja.IsUndefined(reason) {
		reason = s.realm.DOMException("AbortError", "the operation was aborted")
	}
	s.aborted, s.reason = true, reason     // 2
	var dependents []*Signal               // 3
	for _, d := range s.dependents.all() { // 4
		if !d.aborted {
			d.aborted, d.reason = true, reason
			dependents = append(dependents, d)
		}
	}
	err := s.steps()               // 5
	for _, d := range dependents { // 6
		err = errors.Join(err, d.steps())
	}
	return err
}

// steps runs the algorithms and fires abort.
//
// https://dom.spec.whatwg.org/#run-the-abort-steps
func (s *Signal) steps() error {
	algorithms := s.algorithms
	s.algorithms, s.dependents = nil, dependents{} // 2
	if len(algorithms) > 0 {                       // 1
		err := s.realm.Do(func() {
			for _, a := range algorithms {
				a.run()
			}
		})
		if err != nil {
			return err
		}
	}
	err := events.FireSimple(s.realm, s, "abort") // 3
	for _, source := range s.sources {            // nobody needs to keep it any more
		delete(source.dependents.kept, s)
	}
	s.sources = nil
	return err
}

// Any makes a signal that is aborted when one of the sources is.
//
// https://dom.spec.whatwg.org/#create-a-dependent-abort-signal
func Any(r *js.Realm, sources ...*Signal) *Signal {
	result := New(r)                 // 1
	for _, source := range sources { // 2
		if source.aborted {
			result.aborted, result.reason = true, source.reason
			return result
		}
	}
	result.dependent = true // 3
	result.OnListeners(result.awaited)
	for _, source := range sources { // 4
		if !source.dependent { // 4.1
			result.follow(source)
			continue
		}
		for _, s := range source.sources { // 4.2
			result.follow(s)
		}
	}
	return result // 5
}

func (s *Signal) follow(source *Signal) {
	if !slices.Contains(s.sources, source) {
		s.sources = append(s.sources, source)
		source.dependents.add(s)
	}
}

// Context ends when the signal is aborted. The cause is context.Canceled.
func (s *Signal) Context() context.Context {
	if s.context == nil {
		ctx, cancel := context.WithCancel(context.Background())
		s.context = ctx
		if s.aborted {
			cancel()
		} else {
			s.OnAbort(cancel)
		}
	}
	return s.context
}
