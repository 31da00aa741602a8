package schemas

import "time"

// Notification is a notification: whoever listens on the bus shows it.
//
// https://notifications.spec.whatwg.org/#notifications
type Notification struct {
	ID     string `json:"id"`
	Origin string `json:"origin"`
	// Scope and Registration name the service worker registration of a
	// persistent notification; Client the document of any other.
	Scope        string `json:"scope,omitempty"`
	Registration string `json:"registration,omitempty"`
	Client       string `json:"client,omitempty"`

	Title              string               `json:"title"`
	Body               string               `json:"body,omitempty"`
	Dir                string               `json:"dir,omitempty"` // "auto", "ltr", "rtl"; "" = "auto"
	Lang               string               `json:"lang,omitempty"`
	Tag                string               `json:"tag,omitempty"`
	Image              string               `json:"image,omitempty"` // URLs
	Icon               string               `json:"icon,omitempty"`
	Badge              string               `json:"badge,omitempty"`
	Vibrate            []int                `json:"vibrate,omitempty"` // milliseconds
	Timestamp          time.Time            `json:"timestamp"`
	Renotify           bool                 `json:"renotify,omitempty"`
	Silent             *bool                `json:"silent,omitempty"`
	RequireInteraction bool                 `json:"require_interaction,omitempty"`
	Data               []byte               `json:"data,omitempty"` // structured clone; nil: null
	Actions            []NotificationAction `json:"actions,omitempty"`
}

// NotificationAction is something a notification lets one choose.
type NotificationAction struct {
	Action string `json:"action"`
	Title  string `json:"title"`
	Icon   string `json:"icon,omitempty"` // URL
}

// NotificationNews tells everyone what became of a notification.
type NotificationNews struct {
	Kind         string       `json:"kind"` // "shown", "replaced", "clicked", "closed"
	Notification Notification `json:"notification"`
	Action       string       `json:"action,omitempty"` // clicked
}

// NotificationAsk shows, lists, clicks or closes notifications: a page's or
// worker's asking, or an operator's.
type NotificationAsk struct {
	Op           string        `json:"op"`                     // "show", "list", "click", "close" (by a user), "withdraw" (by a script)
	Notification *Notification `json:"notification,omitempty"` // show
	ID           string        `json:"id,omitempty"`           // click, close, withdraw
	Action       string        `json:"action,omitempty"`       // click
	Origin       string        `json:"origin,omitempty"`       // list: of this origin …
	Registration string        `json:"registration,omitempty"` // … and registration only
	Tag          string        `json:"tag,omitempty"`          // … and with this tag; "": any
}

// Notifications answers a NotificationAsk: those listed, or the one concerned.
type Notifications struct {
	Notifications []Notification `json:"notifications"`
}
