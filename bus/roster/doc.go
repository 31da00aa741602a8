// Package roster knows which instances of the services run.
//
// Each instance announces itself in the Members bucket with [Announce] and
// renews that; an entry that is not renewed expires (bus.Members.TTL, 10 s).
// A [Roster] follows the bucket and answers without a lock or a bus hop. A
// [Pulse] tells sooner than the bucket that one instance died, by asking it.
package roster
