// Package manager runs service workers: it starts them at the first event that
// wants them, feeds them events, enforces their limits and stops them when they
// are idle.
//
// A running worker is a realm with an event loop on a goroutine of its own. The
// manager is subscribed to a worker's subjects exactly while the worker runs, so
// that NATS interest is the table of who runs what. One Inlet receives for all
// workers; its goroutine finds the worker by subject and posts the event to its
// loop, which answers from there. No goroutine or timer belongs to a request:
// one coarse ticker for the whole manager looks after deadlines.
//
// Ordering: events of one subject reach the worker in the order in which they
// came. Functional events wait while the worker is activating.
//
// What runs where: everything of a worker that touches JavaScript runs on its
// loop. A worker's bookkeeping (phase, events in flight) is under its mutex and
// is read by the inlet, the ticker and the registry watch.
package manager
