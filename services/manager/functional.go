package manager

import (
	"asterism/schemas"
	"asterism/webapi/cookiestore"
	"asterism/webapi/notifications"
	"asterism/webapi/push"
	"asterism/webapi/serviceworker"
	"asterism/webapi/sync"
)

// functionals says how each functional event other than fetch is fired.
//
// https://w3c.github.io/ServiceWorker/#functional-events
var functionals = map[string]func(*serviceworker.Scope, *schemas.Detail, serviceworker.Done) (*serviceworker.Pending, error){
	"cookiechange":           cookiestore.Dispatch,
	"notificationclick":      notifications.DispatchClick,
	"notificationclose":      notifications.DispatchClose,
	"push":                   push.Dispatch,
	"pushsubscriptionchange": push.DispatchChange,
	"sync":                   sync.Dispatch,
	"periodicsync":           sync.DispatchPeriodic,
}
