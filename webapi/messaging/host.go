package messaging

import "asterism/schemas"

// Host is the way between realms, for the realms of one origin. Its methods may
// be called from any goroutine and must not block. What it is given to hear with
// is called from one goroutine of the host's, not from inside a method.
type Host interface {
	// Listen makes this realm the home of a port: hear gets what is sent to it, in
	// order, until stop is called.
	Listen(port string, hear func(schemas.PortMessage)) (stop func(), err error)
	// Send says m to the port to. With probe, the port from hears
	// schemas.PortNobody when to lives nowhere.
	Send(from, to string, m schemas.PortMessage, probe bool) error
	// Join hears what is posted to the origin's broadcast channels of a name, with
	// the token of the realm that posts.
	Join(name string, hear func(from string, data []byte)) (leave func(), err error)
	// Broadcast posts to them, as the realm from.
	Broadcast(name, from string, data []byte) error
}
