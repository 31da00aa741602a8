package loader

import (
	"asterism/bus"
	"asterism/schemas"
)

// softUpdate tells the constellation that somebody navigates to a scope: its
// scripts are checked for an update, whatever becomes of the navigation.
//
// https://w3c.github.io/ServiceWorker/#on-fetch-request-algorithm, "invoke Soft
// Update"
func (f *fetcher) softUpdate(scope string) {
	// Not sent: the next navigation, or the daily check, does it.
	_ = bus.SoftUpdate.Publish(f.conn, bus.Params{"scope": scope}, schemas.SoftUpdate{Scope: scope})
}
