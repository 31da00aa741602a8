// Package abort is AbortController and AbortSignal.
//
// A Signal is also what Go code aborts by: OnAbort adds an algorithm, Context
// gives a context that ends with the signal, FromContext a signal that ends
// with a context. Everything but those contexts belongs to the realm's loop.
//
// https://dom.spec.whatwg.org/#aborting-ongoing-activities
package abort
