package serviceworker

import "asterism/js"

// installEvent is the value of an InstallEvent object.
type installEvent struct{ ExtendableEvent }

// installClass is the interface InstallEvent, without addRoutes.
//
// https://w3c.github.io/ServiceWorker/#installevent-interface
var installClass = &js.Class[*installEvent]{
	Name:   "InstallEvent",
	Parent: extendableClass,
	Length: 1,
	New: func(c js.Call) *installEvent {
		e := &installEvent{}
		e.Construct(c)
		return e
	},
}
