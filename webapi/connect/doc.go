// Package connect is navigator.connect(): message ports to the service workers of
// other origins.
//
// https://github.com/mkruisselbrink/navigator-connect/blob/gh-pages/explainer.md
//
// A document or worker calls navigator.connect(url) and gets a promise for a
// MessagePort. The active worker of the registration whose scope holds url, if
// there is one, is started when need be and hears of it by events of two shapes,
// after the two published designs:
//
//	connect             ConnectEvent             acceptConnection(port)
//	crossoriginconnect  CrossOriginConnectEvent  acceptConnection(promise<boolean>)
//	                                             → Promise<MessagePort>
//
// A worker listens to the one it likes. The event connect is fired first;
// crossoriginconnect follows when nobody called acceptConnection in the first.
// Both events have the same members, so either form of acceptConnection works in
// either event: with a port, that port goes to the caller; with anything else, it
// is resolved as a promise, and when it is fulfilled with a port that one goes to
// the caller, with a true value a new channel is made, whose other end the
// returned promise gives. A false value, and a promise that rejects, refuse.
//
// acceptConnection must be called while the event is dispatched, once; its promise
// keeps the worker alive until it settles. A connection that nobody answered is
// refused. The caller gets an AbortError for all that can go wrong: no worker, no
// listener, the worker's or the operator's refusal; so it cannot learn which
// origins have workers here (but by how long it takes).
//
// An older shape, crossoriginmessage: when a worker accepted with true in
// crossoriginconnect, and listens to crossoriginmessage, what the caller posts
// comes as such events at the global scope, with the port as their source, as long
// as the script does not start the port itself.
//
// Gaps: the connection is not subject to the caller's Content Security Policy.
package connect
