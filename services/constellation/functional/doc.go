// Package functional fires functional events that outlive whoever caused them:
// push messages, background sync, clicks on notifications, changes of cookies.
//
//	front door ─ push ─┐
//	SyncManager ─ sync ┤                      ┌► worker (started when need be)
//	operator ─ click ──┼─► queue sw_functional┤
//	schedules ─────────┘        ▲             └► failed: again later, at last a
//	                            └─ schedule ◄──  dead letter and an advisory
//
// An event is in the queue until its worker's waitUntil promises have settled;
// what was in hand when a constellation died is fired again by the next: at
// least once. Events of one slot (the same push topic, the same sync tag) are
// one: the last. Events of different slots may overtake each other.
//
// Beside the queue the package keeps, by scope, what registrations have asked
// for: push subscriptions, sync tags, shown notifications, cookie interests. What
// belongs to a registration that is gone is forgotten when it is met.
//
// Not here: a person. userVisibleOnly is kept and not enforced, and the urgency
// of push messages makes no difference, as no device has to be spared.
//
// https://w3c.github.io/ServiceWorker/#fire-functional-event
package functional
