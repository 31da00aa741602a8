// Package scripthost is the service that holds documents: it opens URLs through
// a loader, runs the pages' scripts, and keeps their registration objects
// (navigator.serviceWorker).
//
// A top-level document, its iframes and the windows that their scripts open are a
// page: one event loop, one goroutine that runs scripts; every document has a realm
// of its own, and those of one origin reach each other's objects (package js has
// the membrane). Everything of a page (its documents, their DOM, their containers)
// belongs to that loop.
// Network and bus work is done on goroutines of the page, which post their
// outcome to the loop and end with the page.
//
//	opening → loading → open → discarded
//
// A page is discarded by bus.CloseDocument, by a script that breaks the turn
// limit, by a page that does not load in time, and when the service stops; its
// clients are removed from the registry then.
//
// A worker (dedicated or shared, in a document or in another worker) is a client
// with an environment and a loop of its own. It ends with terminate or close,
// with its owner (a shared one with its last), or by breaking the turn limit, and
// counts as a document for SCRIPTHOST_MAX_DOCUMENTS; one document starts 64 at most,
// and they nest 8 deep.
//
// A page's activity is what goes on in it: whoever opened it with a token hears of
// console lines, requests, controllers and its end as numbered happenings, and
// bus.WaitFor answers when an element is there, or when the page is at rest, both
// looked at after each task of the page's loop. A message to a worker that has yet
// to answer is no activity, nor is what a dedicated worker computes.
//
// What is not there:
//   - document.domain, document.open for another document. A document that was
//     left is made anew when history comes back to it.
//   - Local storage lives as long as the service and is its own; a window that
//     window.open made begins with an empty session storage; items are no
//     properties.
//   - Features of window.open are read for noopener and noreferrer only.
//   - What is sent to a client while this process is away from NATS is lost: a
//     promise that waited for it stays pending.
//   - Modules are bundled: one that two bundles of a worker contain is run in each,
//     and top-level await is a syntax error.
//   - Layout; video and audio are told by their first bytes and never played,
//     what objects and embeds show is fetched and not shown; of a control's
//     constraints only required counts.
package scripthost
