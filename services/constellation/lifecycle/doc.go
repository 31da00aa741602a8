// Package lifecycle is the life of a registration and its workers, as a pure
// state machine: [Apply] takes a registration and an event, and returns the
// registration as it is afterwards and the effects to be carried out, in the
// order of the service worker specification's steps. It does no I/O, reads no
// clock, and changes nothing it is given.
//
//	parsed → installing → installed → activating → activated
//	               ↘          ↓           ↓           ↓
//	                         redundant
//
// A worker is in the slot that goes with its state: installing in Installing,
// installed in Waiting, activating and activated in Active. A redundant one is
// in no slot.
//
// The caller stores the result with compare-and-set, applies the event again
// to the newer registration when that fails, and carries out the effects only
// once it succeeded: so a late writer does no harm.
//
// https://w3c.github.io/ServiceWorker/#algorithms
package lifecycle
