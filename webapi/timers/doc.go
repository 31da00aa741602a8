// Package timers is setTimeout, setInterval, their clear functions and
// queueMicrotask, on a realm's loop.
//
// https://html.spec.whatwg.org/multipage/timers-and-user-prompts.html#timers
//
// Timers fire in the order of their due times, and of their creation where
// those are equal. What a callback throws is reported as uncaught and does not
// stop an interval. Timers end with their loop.
package timers
