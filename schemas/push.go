package schemas

import "time"

// PushPath is where a front door takes push messages, below any origin. The
// rest of the path is the subscription's token.
const PushPath = "/.well-known/asterism/push/"

// PushSubscription is what a page may know of its push subscription.
//
// https://w3c.github.io/push-api/#pushsubscription-interface
type PushSubscription struct {
	Endpoint        string    `json:"endpoint"`
	Expires         time.Time `json:"expires,omitzero"` // zero: it does not
	UserVisibleOnly bool      `json:"user_visible_only,omitempty"`
	// ServerKey is the application server's public key (VAPID): an uncompressed
	// point on P-256; nil: anyone who knows the endpoint may send.
	ServerKey []byte `json:"server_key,omitempty"`
	P256dh    []byte `json:"p256dh"` // the subscription's public key, likewise
	Auth      []byte `json:"auth"`   // 16 bytes shared with the application server
}

// PushRecord is what is kept of a registration's push subscription.
type PushRecord struct {
	Scope        string           `json:"scope"`
	Registration string           `json:"registration"`
	Token        string           `json:"token"` // end of the endpoint: who has it may send
	Subscription PushSubscription `json:"subscription"`
	Private      []byte           `json:"private"` // the private key to P256dh: a scalar of 32 bytes
}

// PushAsk is PushManager and PushSubscription asking.
type PushAsk struct {
	Op              string `json:"op"` // "subscribe", "get", "unsubscribe"
	Scope           string `json:"scope"`
	Registration    string `json:"registration"`
	UserVisibleOnly bool   `json:"user_visible_only,omitempty"`
	ServerKey       []byte `json:"server_key,omitempty"`
	Endpoint        string `json:"endpoint,omitempty"` // unsubscribe: of this one only
}

// PushAnswer answers a PushAsk; no subscription: there is none (any more).
type PushAnswer struct {
	Subscription *PushSubscription `json:"subscription,omitempty"`
	Removed      bool              `json:"removed,omitempty"` // unsubscribe
}
