package js

import (
	"context"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

// RealmConfig configures a Realm.
type RealmConfig struct {
	Stack int // maximum call depth; 0: 1000
	// Uncaught hears exceptions nobody caught and rejections nobody handled
	// (reported after the microtask checkpoint). See Realm.Describe.
	Uncaught func(v goja.Value, rejection bool)
	// Rejected hears unhandled rejections instead of Uncaught, with the promise. May be nil.
	Rejected func(p *goja.Promise)
	// Overflowed hears that a script ran out of stack; queued promise jobs were
	// lost, so the realm should be discarded. May be nil.
	Overflowed func(e *Exception)
	// Handled hears of a rejection reported earlier that got a handler since
	// (the rejectionhandled event). May be nil.
	Handled func(p *goja.Promise)
}

// Realm is one goja runtime with its global object. Everything but NewRealm
// must be called on the loop's goroutine (or before Run).
type Realm struct {
	VM   *goja.Runtime
	Loop *Loop

	cfg      RealmConfig
	fault    *EngineFault
	globals  *globals
	classes  map[*spec]*class
	partials map[*spec][]*spec // members to come, see Extend
	slots    map[any]any
	intr     intrinsics
	thrown   *Exception // being reported
	tracked  rejections
	imports  importing
	membrane membrane
	closed   bool
	noEval   bool                      // see BanEval
	fixed    map[*goja.Object]struct{} // objects whose prototype cannot be changed

	ctx    context.Context // made when asked for
	cancel context.CancelFunc
}

const defaultStack = 1000

// NewRealm makes a realm with the language's own globals; everything else is
// added with Lazy, Expose and SetGlobal.
func NewRealm(l *Loop, cfg RealmConfig) *Realm {
	vm := goja.New()
	r := &Realm{
		VM: vm, Loop: l, cfg: cfg,
		classes: make(map[*spec]*class, 16),
		slots:   make(map[any]any, 8),
	}
	stack := cfg.Stack
	if stack <= 0 {
		stack = defaultStack
	}
	vm.SetMaxCallStackSize(stack)
	vm.SetParserOptions(parser.WithDisableSourceMaps)
	vm.SetTimeSource(l.clock.Now)
	vm.SetPromiseRejectionTracker(r.trackRejection)
	r.globals = newGlobals(r)
	r.patchPrototypes()
	r.Expose(DOMExceptionClass)
	r.Expose(weakRefClass)
	r.Expose(finalizationRegistryClass)
	r.lacking()
	l.join(r)
	return r
}

// Close ends the realm: a document that went away. Nothing of it is called any more
// but through other realms of the loop, which may still hold its objects. A loop
// that ends closes its realms by itself.
func (r *Realm) Close() {
	r.Context() // one that is asked for later has ended too
	r.cancel()
	r.closed = true
	r.Loop.sweep()
}

// Context ends when the realm is closed or its loop ends: what works for the
// realm elsewhere should hang on it. Loop only.
func (r *Realm) Context() context.Context {
	if r.ctx == nil {
		r.ctx, r.cancel = context.WithCancel(r.Loop.Context())
	}
	return r.ctx
}

func (r *Realm) interrupt(cause error) {
	if cause == nil {
		cause = ErrStopped
	}
	r.VM.Interrupt(cause)
}

// Attach and Slot keep one Go value per realm and key (a webapi package's own
// state). Keys are package-private pointer or struct types, as with context.
func (r *Realm) Attach(key, value any) { r.slots[key] = value }

// Slot is the value attached under key, or nil.
func (r *Realm) Slot(key any) any { return r.slots[key] }
