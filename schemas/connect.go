package schemas

// ConnectAsk is navigator.connect asking for a connection to the worker that
// holds a URL.
type ConnectAsk struct {
	URL    string `json:"url"`    // the target; without a fragment when a worker hears of it
	Origin string `json:"origin"` // of the caller; "null" when it is opaque
}

// ConnectReply answers a ConnectAsk that was accepted.
type ConnectReply struct {
	// Port is a structured clone with the caller's MessagePort transferred.
	Port []byte `json:"port"`
}
