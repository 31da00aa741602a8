// Package push is the Push API: PushManager on a registration, its
// PushSubscription, and in a service worker the events push and
// pushsubscriptionchange.
//
// The package does not know where messages come from: a Host keeps the
// subscriptions and fires the events.
//
// Not here: a prompt for permission (the operator has decided), and the
// expiration of subscriptions (expirationTime is null).
//
// https://w3c.github.io/push-api/
package push
