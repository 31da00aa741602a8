// Package messaging is channel messaging: MessageChannel, MessagePort and
// BroadcastChannel.
//
// https://html.spec.whatwg.org/multipage/web-messaging.html
//
// Two ports of one realm hand messages to each other directly, each delivery a
// task. A port that is transferred may come out anywhere: in this realm, in
// another one of this process, or in another process. Its state travels inside
// the message that carries it, and from then on the two ends talk through a
// [Host], each at an address of its own that moves with it (see link.go for what
// they say). Whatever was posted arrives once and in order, however often either
// end moves; when both ends meet in one realm, they talk directly again.
//
// A port is closed, and the other end hears a close event, when a script closes
// it, when its realm ends ([Shutdown]), and when its process dies.
//
// A BroadcastChannel reaches the channels of its name in its own realm directly,
// in the order of their creation, and those of other realms through the host.
//
// Messages are structured clones (package clone), made when they are posted and
// read when they are delivered.
//
// Gaps: ports are not closed by garbage collection; a port that waits unread
// inside a message of a realm that died leaves the other end open.
package messaging
