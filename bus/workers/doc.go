// Package workers dispatches events other than fetch to workers, wherever they
// run: the running worker is asked first; when nobody runs it, the managers are
// asked to start it in rendezvous order of its scope, those that are busy being
// passed over. Constellation and scripthost share it, so that all agree on
// where a worker starts.
//
// Promise: an event is handed to at most one manager that accepts it. When that
// manager dies before it answers, the error is a *schemas.Error of CodeLost and
// the event may have been handled: whoever can repeat it does so knowingly.
package workers
