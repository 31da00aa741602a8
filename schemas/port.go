package schemas

// PortMessageKind is what a PortMessage says.
type PortMessageKind byte

const (
	// PortPost: message N, or the last part of one.
	PortPost PortMessageKind = 1
	// PortPart: part of a message; more follow under the next numbers.
	PortPart PortMessageKind = 2
	// PortClose: the port was closed after what came before number N.
	PortClose PortMessageKind = 3
	// PortHello: the port lives here now and has all messages below N: go on
	// from there, and say PortWelcome.
	PortHello PortMessageKind = 4
	// PortWelcome: go on from N.
	PortWelcome PortMessageKind = 5
	// PortAck: everything below N has come.
	PortAck PortMessageKind = 6
	// PortPing: N messages were sent so far; answer with PortAck, or
	// PortWelcome when some are missing.
	PortPing PortMessageKind = 7
	// PortLeave: the port is on its way to another place; it says PortHello there.
	PortLeave PortMessageKind = 8
	// PortNobody is no message: nobody listened to a PortPing.
	PortNobody PortMessageKind = 9
)

// PortMessage is what the two ends of a message channel say to each other. The
// messages of one direction are numbered from 0 for as long as the channel
// lives, wherever its ports move: so none is lost, doubled or overtaken.
type PortMessage struct {
	Kind  PortMessageKind
	Epoch uint64 // how often the sending port has moved
	N     uint64
	Data  []byte // of PortPost and PortPart: a structured clone
}

// ChannelMessage is what a realm posts to the BroadcastChannels of one name.
type ChannelMessage struct {
	From string // the posting realm, which has told its own channels already
	Name string // of the channel
	More bool   // the rest follows
	Data []byte // a structured clone
}
