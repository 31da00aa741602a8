// Package eventsource is server-sent events: EventSource.
//
// https://html.spec.whatwg.org/multipage/server-sent-events.html
//
// A source fetches through package fetch's Host, like any script, and reads the
// stream as it comes: memory is bounded by the longest event (16 MiB; a longer
// one fails the connection), and a stream that is not listened to is not read
// ahead of the loop. After a stream's end, or a failure of the network, it
// connects again with the id of the last event; a refusal (policy, a status other
// than 200, another type of content) is for good.
//
// Gaps: a source that nothing refers to any more is not collected while it is
// connected; the delay between attempts does not grow; reconnecting to another
// origin with an event's id makes a CORS preflight, which the standard does without.
package eventsource
